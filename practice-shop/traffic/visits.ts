import type { SeededRandom } from '../world/seeded-random.ts';
import type { Customer, Order, World } from '../world/types.ts';
import * as from from './addresses.ts';
import { appAgent, browserAgents, crawlerAgent, scannerAgent } from './user-agents.ts';

/** One request of a visit, with what the shop is expected to answer (for logs that are written without a shop). */
export interface Step {
  /** Milliseconds after the step before. */
  readonly afterMs: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly referer: string;
  readonly status: number;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sends the token that the visit was given before. */
  readonly token?: boolean;
}

export interface Visit {
  readonly kind: string;
  readonly address: string;
  readonly agent: string;
  readonly steps: Iterator<Step, void>;
}

/** A world with the look-ups that visits need. */
export interface VisitedWorld {
  readonly world: World;
  readonly ordersOf: ReadonlyMap<string, readonly Order[]>;
  readonly buyers: readonly Customer[];
  /** The shop's own address, for referers. */
  readonly origin: string;
}

export function visitedWorld(world: World, origin: string): VisitedWorld {
  const ordersOf = new Map<string, Order[]>();
  for (const order of world.orders) {
    const known = ordersOf.get(order.customer);
    if (known) known.push(order);
    else ordersOf.set(order.customer, [order]);
  }
  return { world, ordersOf, buyers: world.customers.filter((each) => ordersOf.has(each.id)), origin };
}

const engines = ['https://www.practice-search.test/', 'https://news.practice-letters.test/', ''];
const assets = ['/assets/shop.css', '/assets/pages.css', '/assets/shop.js', '/assets/mark.svg'];
const words = ['tea', 'teapot', 'pen', 'blanket', 'gloves', 'mug', 'candle', 'seed', 'calendar', 'lamp'];

const get = (afterMs: number, path: string, referer: string, status = 200): Step => ({ afterMs, method: 'GET', path, referer, status });
const post = (afterMs: number, path: string, referer: string, form: Readonly<Record<string, string>>): Step => ({
  afterMs,
  method: 'POST',
  path,
  referer,
  status: 303,
  form,
});
const think = (random: SeededRandom): number => 900 + Math.floor(-Math.log(1 - random.next()) * 7000);

/** A browser fetches a page's parts once; later pages come from its cache. */
function* parts(origin: string, page: string, pictures: readonly string[], seen: Set<string>, random: SeededRandom): Generator<Step, void> {
  for (const path of [...assets, ...pictures.map((slug) => `/assets/goods/${slug}.svg`)]) {
    if (seen.has(path)) continue;
    seen.add(path);
    yield get(random.between(3, 90), path, origin + page);
  }
}

function* browse(at: VisitedWorld, random: SeededRandom, pages: number, seen: Set<string>): Generator<Step, void> {
  const { products } = at.world;
  let referer = random.pick(engines);
  for (let i = 0; i < pages; i++) {
    const product = random.pick(products);
    const kind = i === 0 ? random.weighted([5, 1, 3, 0]) : random.weighted([1, 3, 5, 1.2]);
    const page = ['/', `/catalogue/${product.category}`, `/product/${product.slug}`, `/search?q=${random.pick(words)}`][kind] ?? '/';
    yield get(i === 0 ? 0 : think(random), page, referer);
    const shelf = products.filter((each) => each.category === product.category && each !== product);
    const pictures =
      kind === 2 ? [product.slug, ...shelf.slice(0, 4).map((each) => each.slug)] : kind === 1 ? shelf.map((each) => each.slug) : [];
    yield* parts(at.origin, page, pictures, seen, random);
    referer = at.origin + page;
    if (kind === 2 && random.chance(0.12)) {
      yield post(think(random), '/cart', referer, { product: product.slug, quantity: '1' });
      yield get(random.between(20, 80), '/cart', referer);
      if (random.chance(0.35)) yield get(think(random), '/checkout', `${at.origin}/cart`);
    }
  }
}

/** A customer signs in and looks at one to four of their own orders, now and then at an invoice. */
function* ownOrders(at: VisitedWorld, random: SeededRandom, seen: Set<string>): Generator<Step, void> {
  const customer = random.pick(at.buyers);
  const own = (at.ordersOf.get(customer.id) ?? []).slice(-random.between(1, 4));
  const page = '/account/sign-in';
  yield get(think(random), page, `${at.origin}/`);
  yield* parts(at.origin, page, [], seen, random);
  if (random.chance(0.08)) {
    const wrong = { email: customer.email, password: 'forgotten' };
    yield { ...post(think(random), page, at.origin + page, wrong), status: 401 };
  }
  yield post(think(random), page, at.origin + page, { email: customer.email, password: customer.password });
  yield get(random.between(20, 90), '/account', at.origin + page);
  yield get(think(random), '/account/orders', `${at.origin}/account`);
  for (const order of own) {
    yield get(think(random), `/account/orders/${order.number}`, `${at.origin}/account/orders`);
    if (random.chance(0.2))
      yield get(think(random), `/account/orders/${order.number}/invoice`, `${at.origin}/account/orders/${order.number}`);
  }
  if (random.chance(0.3)) {
    yield post(think(random), '/account/sign-out', `${at.origin}/account`, {});
    yield get(random.between(20, 90), '/', `${at.origin}/account`);
  }
}

function* shopper(at: VisitedWorld, random: SeededRandom): Generator<Step, void> {
  const seen = new Set<string>();
  yield* browse(at, random, random.weighted([0, 30, 25, 20, 10, 8, 7]), seen);
  if (random.chance(0.22)) yield* ownOrders(at, random, seen);
}

function* app(at: VisitedWorld, random: SeededRandom): Generator<Step, void> {
  const customer = random.pick(at.buyers);
  const own = (at.ordersOf.get(customer.id) ?? []).slice(-random.between(1, 3));
  const sign = { email: customer.email, password: customer.password };
  yield { afterMs: 0, method: 'POST', path: '/api/tokens', referer: '', status: 200, json: sign };
  yield get(random.between(60, 300), '/api/products', '');
  for (const order of own) yield { ...get(think(random), `/api/orders/${order.number}`, ''), token: true };
}

function* crawler(at: VisitedWorld, random: SeededRandom): Generator<Step, void> {
  yield get(0, '/robots.txt', '');
  yield get(800, '/sitemap.xml', '');
  for (const product of at.world.products) {
    if (random.chance(0.4)) yield get(random.between(900, 2600), `/product/${product.slug}`, '');
    if (random.chance(0.03)) yield get(random.between(900, 2600), `/product/${product.slug}-old`, '', 404);
  }
}

/** The background noise of the internet: looks for other people's software and finds nothing. */
function* scanner(random: SeededRandom): Generator<Step, void> {
  for (const path of ['/wp-login.php', '/.env', '/phpmyadmin/', '/.git/HEAD', '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php'])
    if (random.chance(0.7)) yield get(random.between(200, 1500), path, '', 404);
}

/** Makes the next visitor: households, a carrier's shared address, the app, a crawler, a scanner. */
export function nextVisit(at: VisitedWorld, random: SeededRandom): Visit {
  const own = random.fork(String(random.next()));
  const agent = own.pick(browserAgents);
  const kind = (['shopper', 'carrier', 'app', 'crawler', 'scanner'] as const)[random.weighted([760, 70, 120, 3, 12])] ?? 'shopper';
  if (kind === 'app') return { kind, address: from.visitorAddress(own), agent: appAgent, steps: app(at, own) };
  if (kind === 'crawler') return { kind, address: from.crawlerAddress, agent: crawlerAgent, steps: crawler(at, own) };
  if (kind === 'scanner') return { kind, address: from.scannerAddress, agent: scannerAgent, steps: scanner(own) };
  return { kind, address: kind === 'carrier' ? from.natAddress : from.visitorAddress(own), agent, steps: shopper(at, own) };
}
