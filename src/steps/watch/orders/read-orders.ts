import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { OrderFacts, Seen } from './order-facts.ts';

/** Which orders: those of one shop of which something was said from `from` to `to` (ms since 1970, both inside). */
export interface OrderPlace {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly from: number;
  readonly to: number;
}

const SHOP = "told_by = 'shop'";
const at = (how: 'min' | 'max', condition: string): string => `toUnixTimestamp64Milli(${how}If(at, ${condition}))`;
/** By a way to pay that no payment provider knows, as shops name it. */
const CREDIT = "match(method, 'gift|store.?credit|voucher|gutschein|geschenk|podarunk|ギフト|商品券|customer.?balance')";
const step = (name: string): string => `step = '${name}'`;
/** A delivery that is repeated counts once; what names no transaction is told apart by its time. */
const paid = (condition: string): string => `groupUniqArrayIf((if(their_ref = '', toString(at), their_ref), amount), ${condition})`;
/** Of one refund the largest amount: providers tell how much was given back over all, each time anew. */
const givenBack = (condition: string): string =>
  `arraySum(mapValues(maxMapIf(map(if(their_ref = '', toString(at), their_ref), amount), ${condition})))`;
const sum = (pairs: string): string => `arraySum(pair -> pair.2, ${pairs})`;

const COLUMNS: Readonly<Record<keyof OrderFacts, string>> = {
  ref: 'order_ref',
  first: 'toUnixTimestamp64Milli(min(at))',
  last: 'toUnixTimestamp64Milli(max(at))',
  knownToShop: at('min', SHOP),
  placed: at('min', `${SHOP} and ${step('placed')}`),
  authorised: at('min', step('authorised')),
  paid: at('min', `${SHOP} and ${step('paid')}`),
  paidAtProvider: at('min', `told_by = 'payment' and ${step('paid')}`),
  exported: at('min', `${SHOP} and ${step('exported')}`),
  inErp: at('min', "told_by = 'erp'"),
  labelled: at('min', step('labelled')),
  labelFailed: at('max', step('label-failed')),
  labelledLast: at('max', step('labelled')),
  handed: at('min', step('handed-over')),
  handedWhole: at('max', `${step('handed-over')} and part != 'partial'`),
  atCourier: at('min', "told_by = 'courier'"),
  delivered: at('max', step('delivered')),
  cancelled: at('min', `${SHOP} and ${step('cancelled')}`),
  refunded: at('max', `${SHOP} and ${step('refunded')}`),
  refundedAtProvider: at('max', `told_by = 'payment' and ${step('refunded')}`),
  returned: at('max', step('returned')),
  total: `maxIf(amount, ${SHOP} and ${step('placed')})`,
  paidSum: sum(paid(`${SHOP} and ${step('paid')} and not ${CREDIT}`)),
  paidCount: `length(${paid(`${SHOP} and ${step('paid')} and not ${CREDIT}`)})`,
  providerSum: sum(paid(`told_by = 'payment' and ${step('paid')}`)),
  providerCount: `length(${paid(`told_by = 'payment' and ${step('paid')}`)})`,
  refundedSum: givenBack(`${SHOP} and ${step('refunded')} and not ${CREDIT}`),
  providerRefundedSum: givenBack(`told_by = 'payment' and ${step('refunded')}`),
  creditSum: sum(paid(`${SHOP} and ${step('paid')} and ${CREDIT}`)),
  creditBackSum: givenBack(`${SHOP} and ${step('refunded')} and ${CREDIT}`),
  erpAmount: "maxIf(amount, told_by = 'erp')",
  currencies: "arraySort(groupUniqArrayIf(currency, currency != '' and amount != 0))",
  method: "argMinIf(method, at, method != '')",
  carrier: "argMaxIf(carrier, at, carrier != '')",
  country: "argMinIf(country, at, country != '')",
  delivery: "argMaxIf(delivery, at, delivery != '')",
  notBefore: 'toUnixTimestamp64Milli(max(not_before))',
  test: 'max(test)',
};
const NAMES = Object.keys(COLUMNS) as (keyof OrderFacts)[];
const SELECT = Object.entries(COLUMNS)
  .filter(([name]) => name !== 'ref')
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(', ');

/** What is counted of every order to see whether it needs a second look: no lists, so that millions fit. */
const BRIEF = [
  `${at('min', `${SHOP} and ${step('placed')}`)} as placed`,
  `countIf(step in ('cancelled', 'refunded', 'returned', 'payment-failed')) as undone`,
  `maxIf(amount, ${SHOP} and ${step('placed')}) as total`,
  `countIf(${SHOP} and ${step('paid')}) as times, sumIf(amount, ${SHOP} and ${step('paid')}) as money`,
  `countIf(told_by = 'payment') as theirTimes, sumIf(amount, told_by = 'payment') as theirMoney`,
  `countIf(told_by = 'erp') as erp, maxIf(amount, told_by = 'erp') as erpAmount, countIf(told_by = 'courier') as courier`,
  `countIf(${step('handed-over')}) as parcels, countIf(${step('handed-over')} and part != 'partial') as whole`,
  `countIf(${step('delivered')}) as delivered, countIf(${SHOP} and ${step('exported')}) as exported`,
  `${at('max', step('label-failed'))} as labelFailed, ${at('max', step('labelled'))} as labelledLast`,
  "minIf(currency, currency != '') as oneCurrency, maxIf(currency, currency != '') as otherCurrency, max(delivery) as delivery",
].join(', ');

/**
 * What surely needs no second look: paid once and in full wherever payments are told, in the ERP with its own amount, handed over in one
 * piece to a courier that knows it, delivered where that is told, nothing taken back. Everything else is judged one by one.
 */
function settled(seen: Seen): string {
  const { tells, systems } = seen;
  const sent = [
    ...(systems.courier === undefined ? [] : ['courier > 0']),
    'parcels > 0 and whole = parcels',
    ...(tells.has('delivered') ? ['delivered > 0'] : []),
  ].join(' and ');
  return [
    'placed > 0 and undone = 0 and oneCurrency = otherCurrency and total > 0 and labelFailed <= labelledLast',
    tells.has('paid') ? 'times = 1 and money = total' : 'theirTimes = 1',
    ...(systems.payment === undefined ? [] : ['theirTimes = 1 and theirMoney = total']),
    ...(systems.erp === undefined ? [] : ['erp > 0 and erpAmount in (0, total)']),
    ...(systems.erp === undefined && tells.has('exported') ? ['exported > 0'] : []),
    `(delivery in ('pickup', 'digital') or (${sent}))`,
  ].join(' and ');
}

/** At most about so many orders are held at once. */
const AT_ONCE = 250_000;
const IN_FULL = 60_000;
/** A number of a reference that fits into a JavaScript number. */
export const HASH = '1 + cityHash64(order_ref) % 9007199254740880';
const WHERE = 'shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}';

export interface ReadOrder {
  /** See HASH. */
  readonly hash: number;
  readonly order: OrderFacts;
}

export interface OrderBatch {
  readonly open: readonly ReadOrder[];
  /** Orders that surely need no second look. */
  readonly settled: number;
  /** Which these are, where that was asked for; see HASH. */
  readonly hashes: readonly number[];
}

/** Every order that is not surely settled, and how many are, batch by batch: what is held does not grow with the shop. */
export async function* readOrders(place: OrderPlace, seen: Seen, withHashes = false): AsyncGenerator<OrderBatch> {
  const { telemetry, org } = place;
  const params = paramsOf(place);
  const [all] = await telemetry.query<{ n: number }>(org, `select uniq(order_ref) as n from @order_steps where ${WHERE}`, params);
  const parts = Math.max(1, Math.ceil((all?.n ?? 0) / AT_ONCE));
  const hashes = withHashes ? `groupArrayIf(${HASH}, isDone)` : '[]';
  for (let part = 0; part < parts; part++) {
    const [brief] = await telemetry.query<{ done: number; hashes: number[]; open: string[] }>(
      org,
      `select countIf(isDone) as done, ${hashes} as hashes, groupArrayIf(order_ref, not isDone) as open from (select order_ref, (${settled(seen)}) as isDone from (
         select order_ref, ${BRIEF} from @order_steps where ${WHERE} and cityHash64(order_ref) % ${parts} = ${part} group by order_ref))`,
      params,
    );
    yield { open: [], settled: brief?.done ?? 0, hashes: brief?.hashes ?? [] };
    const refs = brief?.open ?? [];
    for (let nth = 0; nth < refs.length; nth += IN_FULL)
      yield { open: await readTheseOrders(place, refs.slice(nth, nth + IN_FULL)), settled: 0, hashes: [] };
  }
}

/** What is known of some orders, by their references; those of which nothing was said in the time of `place` are left out. */
export async function readTheseOrders(place: OrderPlace, refs: readonly string[]): Promise<ReadOrder[]> {
  const rows = await place.telemetry.query<{ hash: number; values: (string | number | boolean | string[])[] }>(
    place.org,
    `select ${HASH} as hash, tuple(${NAMES.map((name) => (name === 'ref' ? 'order_ref' : name)).join(', ')}) as values from (
       select order_ref, ${SELECT} from @order_steps where ${WHERE} and order_ref in {refs:Array(String)} group by order_ref)`,
    { ...paramsOf(place), refs },
  );
  return rows.map(({ hash, values }) => ({ hash: Number(hash), order: factsOf(values) }));
}

function paramsOf({ shop, from, to }: OrderPlace) {
  return { shop, from: new Date(from), to: new Date(to) };
}

const TEXTS = new Set(['ref', 'currencies', 'method', 'carrier', 'country', 'delivery', 'test']);

function factsOf(values: readonly (string | number | boolean | string[])[]): OrderFacts {
  const facts = NAMES.map((name, nth) => [name, TEXTS.has(name) ? values[nth] : Number(values[nth])]);
  return Object.fromEntries(facts) as unknown as OrderFacts;
}
