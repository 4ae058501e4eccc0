import { createHash } from 'node:crypto';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { goldenInspection, got } from '../../checks/golden-inspection.ts';
import { goldenHost, goldenPayment, goldenScript } from '../../checks/payment/golden-payment.ts';
import { finishInspection, startInspection } from '../../index.ts';
import type { PaymentPage, Script } from '../../inspection.ts';
import { readOpenFindings } from '../../read-overview.ts';
import { keepSources } from '../keep-sources.ts';
import { readAuthorised } from '../read-authorised.ts';
import { readInventory } from '../read-inventory.ts';

export const START = new Date('2026-03-01T03:00:00Z');

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const APP = 'https://shop.example.com/js/app.3f2a9c1d.js';
export const CHAT = 'https://cdn.chat.example/widget.js';
export const CHAT_SOURCE = 'function chat(){var el=document.createElement("script");el.src="https://cdn.chat.example/more.js"}';

type Sources = Readonly<Record<string, string>>;

/** A payment page with these scripts, by address; an address that starts with `inline` is one in the page itself. */
export function pageOf(scripts: Sources, change: Partial<PaymentPage> = {}): PaymentPage {
  const list = Object.entries(scripts).map(([url, source]): Script => {
    const made = url.startsWith('inline');
    const shape = sha256(source.replace(/\d+/g, '0'));
    const party = made ? 'inline' : url.startsWith('https://shop.') ? 'first' : 'third';
    return goldenScript({
      url: made ? 'https://shop.example.com/checkout' : url,
      party,
      hash: sha256(source),
      shape,
      bytes: source.length,
    });
  });
  return goldenPayment({
    headers: { 'content-security-policy': `script-src 'nonce-${Math.floor(START.getTime() / 7)}'`, 'x-frame-options': 'DENY' },
    ...{ scripts: list, sources: Object.fromEntries(Object.values(scripts).map((source) => [sha256(source), source])) },
    hosts: [goldenHost('cdn.chat.example')],
    ...change,
  });
}

export const appKey = 'https://shop.example.com/js/app.*.js';
export const first = { [APP]: 'app(1)', [CHAT]: CHAT_SOURCE, inline: 'var visit = 17;' };

/** An owner with one shop, as each test begins. */
export interface InventoryStage {
  readonly house: TestHouse;
  readonly scope: Scope;
  readonly shop: ShopId;
  newShop(url: string): Promise<{ readonly shop: ShopId }>;
  /** One look a day later; returns what is open of the payment page’s scripts, hosts and headers. */
  look(page: PaymentPage, on?: ShopId): Promise<string[]>;
  /** The standing of each script by its key. */
  standings(): Promise<Record<string, string>>;
  /** Payloads of the ledger’s entries of one kind. */
  entries(kind: string): Promise<unknown[]>;
}

/** For tests: a house with a browser, in which inventories grow. */
export function openInventoryHouse(): Promise<TestHouse> {
  return openTestHouse((folder) => ({ browser: openBrowser({ cacheFolder: folder }) }));
}

/** For tests: a new organisation with a shop. */
export async function openInventoryStage(house: TestHouse): Promise<InventoryStage> {
  house.setNow(START);
  const scope = house.scope(house.newOrg(), 'owner');
  const newShop = (url: string) =>
    registerShop(scope, {
      ...{ name: 'Shop', url, platform: 'generic', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
      contact: { name: 'Care', address: 'care@shop.example', phone: '555' },
      privacyContact: { name: 'Officer', address: 'officer@shop.example' },
    });
  const { shop } = await newShop('https://shop.example.com');
  return {
    ...{ house, scope, shop, newShop },
    look: (page, on = shop) => lookAt({ house, scope }, page, on),
    standings: async () => {
      const { scripts } = await house.state.inOrg(scope.org, (db) => readInventory(db, scope.org, shop, house.clock.now()));
      return Object.fromEntries(scripts.map((row) => [row.key, row.standing]));
    },
    entries: async (kind) => {
      const all = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
      return all.filter((entry) => entry.kind === kind).map((entry) => entry.payload);
    },
  };
}

async function lookAt({ house, scope }: Pick<InventoryStage, 'house' | 'scope'>, page: PaymentPage, on: ShopId): Promise<string[]> {
  house.advance(DAY);
  const now = house.clock.now();
  const authorised = await house.state.inOrg(scope.org, (db) => readAuthorised(db, scope.org, on, now));
  const inspection = goldenInspection({ payment: got(page), authorised, startedAt: now.toISOString() });
  const machine = house.scope(scope.org);
  const { run } = await startInspection(machine, { shop: on, queue: false });
  const sources = await keepSources(machine, inspection);
  await finishInspection(machine, { run, inspection, artifact: 'none', elapsedMs: 1, sources });
  const open = await house.state.inOrg(scope.org, (db) => readOpenFindings(db, scope.org, on));
  return open.filter((one) => /^payment-(scripts|hosts|headers)$/.test(one.check_id)).map((one) => `${one.severity} ${one.key}`);
}
