import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCourier } from './neighbours/open-courier.ts';
import { openCrm } from './neighbours/open-crm.ts';
import { openErp } from './neighbours/open-erp.ts';
import { openGateway } from './neighbours/open-gateway.ts';
import type { Neighbour } from './neighbours/open-neighbour.ts';
import { openScriptHost, type ScriptHost } from './neighbours/open-script-host.ts';
import { makeShopApp } from './shop/make-shop-app.tsx';
import { type AccessLog, openAccessLog } from './shop/open-access-log.ts';
import { openAudit } from './shop/open-audit.ts';
import { openSessions } from './shop/open-sessions.ts';
import { openStore } from './shop/open-store.ts';
import { type RunningServer, serveApp } from './shop/serve-app.ts';
import type { ShopLinks, ShopParts } from './shop/shop-env.ts';
import { usualWeaknesses, type Weaknesses } from './shop/weaknesses.ts';
import { makeWorld } from './world/make-world.ts';
import { seededRandom } from './world/seeded-random.ts';
import type { Customer, World } from './world/types.ts';

export interface PracticeShopOptions {
  /** Where `access.log`, `audit.jsonl` and `journal.jsonl` are kept. Made when absent. */
  readonly folder: string;
  readonly seed: number | string;
  readonly customers?: number;
  readonly orders?: number;
  /** Base address of an OTLP/HTTP receiver for the application's audit events. */
  readonly otlpUrl?: string;
  readonly otlpKey?: string;
  /** 0 takes a free port. */
  readonly port?: number;
  readonly weaknesses?: Partial<Weaknesses>;
  /** Milliseconds a neighbour takes before its webhook; 400 unless told. */
  readonly neighbourDelayMs?: number;
}

type NeighbourName = 'gateway' | 'courier' | 'crm' | 'erp';

/** A running practice shop, with what only its makers know of it. */
export interface PracticeShop {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly logPath: string;
  readonly urls: Readonly<Record<'shop' | 'scripts' | NeighbourName, string>>;
  /** What Shopbell needs to ask who is behind records. */
  readonly directory: { readonly url: string; readonly key: string };
  readonly admin: { readonly email: string; readonly password: string };
  readonly webhookSecret: string;
  readonly neighbours: Readonly<Record<NeighbourName, Neighbour>>;
  readonly scripts: ScriptHost;
  /** Switches; set them while the shop runs. */
  readonly weaknesses: Weaknesses;
  readonly world: World;
  readonly truth: ShopTruth;
  readonly runToken: string;
  /** Rotates the access log once; returns where the old lines went. */
  rotateLog(how: 'rename' | 'truncate'): string;
  /** Resolves when every answer given so far is in the access log and every audit event was sent. */
  settled(): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface ShopTruth {
  customerOf(order: string): Customer | undefined;
  /** Order numbers of one customer, newest first. */
  ordersOf(customer: string): readonly string[];
  orderNumbers(): readonly string[];
  customerIds(): readonly string[];
}

async function openNeighbours(options: PracticeShopOptions, secret: string): Promise<Record<NeighbourName, Neighbour>> {
  const random = seededRandom(options.seed);
  const with_ = (name: string) => ({ secret, random: random.fork(name), delayMs: options.neighbourDelayMs ?? 400 });
  const [gateway, courier, crm, erp] = await Promise.all([
    openGateway(with_('gateway')),
    openCourier(with_('courier')),
    openCrm(with_('crm')),
    openErp(with_('erp')),
  ]);
  return { gateway, courier, crm, erp };
}

function truthOf({ store }: ShopParts): ShopTruth {
  return {
    customerOf: (order) => store.customers.get(store.orders.get(order)?.customer ?? ''),
    ordersOf: (customer) => store.ordersOf(customer).map((each) => each.number),
    orderNumbers: () => [...store.orders.keys()],
    customerIds: () => [...store.customers.keys()],
  };
}

interface Opened {
  readonly parts: ShopParts;
  readonly server: RunningServer;
  readonly log: AccessLog;
}

async function openShop(options: PracticeShopOptions, links: ShopLinks, world: World): Promise<Opened> {
  const parts: ShopParts = {
    store: openStore(world, join(options.folder, 'journal.jsonl')),
    sessions: openSessions(),
    audit: openAudit(join(options.folder, 'audit.jsonl'), options.otlpUrl, options.otlpKey),
    weaknesses: { ...usualWeaknesses, ...options.weaknesses },
    links,
    calls: new Set(),
  };
  const log = openAccessLog(join(options.folder, 'access.log'));
  const server = await serveApp(makeShopApp(parts), options.port ?? 0, log.write);
  return { parts, server, log };
}

/**
 * Starts the practice shop, its payment gateway, courier, CRM, ERP and the host of its third-party scripts,
 * each on its own port of 127.0.0.1. The same seed gives the same customers, orders and secrets.
 */
export async function openPracticeShop(options: PracticeShopOptions): Promise<PracticeShop> {
  mkdirSync(options.folder, { recursive: true });
  const secrets = seededRandom(options.seed).fork('secrets');
  const webhookSecret = secrets.hex(48);
  const directoryKey = `dir-${secrets.hex(40)}`;
  const admin = { email: 'owner@mail.practice-shop.test', password: `owner-${secrets.hex(12)}` };
  const runToken = `practice-shop ${secrets.hex(32)}`;
  const world = makeWorld(options.seed, { customers: options.customers ?? 3000, orders: options.orders ?? 12_000 });
  const neighbours = await openNeighbours(options, webhookSecret);
  const scripts = await openScriptHost();
  const urls = {
    scripts: scripts.url,
    gateway: neighbours.gateway.url,
    courier: neighbours.courier.url,
    crm: neighbours.crm.url,
    erp: neighbours.erp.url,
  };
  let shopUrl = '';
  const links: ShopLinks = { ...urls, shop: () => shopUrl, webhookSecret, directoryKey, runToken };
  const closeNeighbours = () => Promise.all([scripts.close(), ...Object.values(neighbours).map((each) => each.close())]);
  const { parts, server, log } = await openShop(options, links, world).catch(async (error: unknown) => {
    await closeNeighbours();
    throw error;
  });
  shopUrl = server.url;
  parts.store.addAdmin(admin.email, admin.password);
  let closing: Promise<void> | null = null;
  const shut = async (): Promise<void> => {
    await server.close();
    await Promise.all(parts.calls);
    await closeNeighbours();
    log.close();
    await parts.audit.close();
  };
  const close = (): Promise<void> => {
    closing ??= shut();
    return closing;
  };
  return {
    url: shopUrl,
    port: server.port,
    folder: options.folder,
    logPath: log.path,
    urls: { shop: shopUrl, ...urls },
    directory: { url: `${shopUrl}/shopbell/directory`, key: directoryKey },
    admin,
    webhookSecret,
    neighbours,
    scripts,
    weaknesses: parts.weaknesses,
    world,
    truth: truthOf(parts),
    runToken,
    rotateLog: log.rotate,
    async settled() {
      await server.settled();
      await parts.audit.flush();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
