import { DAY, HOUR } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import type { Coverage, Seen } from './order-facts.ts';
import { HASH, type OrderPlace } from './read-orders.ts';
import { rhythmFrom } from './read-rhythm.ts';
import { readCoverage } from './read-seen.ts';

/** What a look before saw: the time that it looked at, and how far what it read had been stored (all ms since 1970). */
export interface LookedAt {
  readonly from: number;
  readonly to: number;
  /** By the engine's own clock. */
  readonly mark: number;
}

export interface ChangedOrders {
  /** Orders of which more, or less, is said now than then. */
  readonly orders: readonly { readonly ref: string; readonly hash: number }[];
  /** Begins of the hours in which more, or less, came, ms since 1970. */
  readonly hours: readonly number[];
  /** Whether any of them is said to be a test since. */
  readonly hasTests: boolean;
}

/** The engine's clock, ms since 1970: what is stored later has a later `stored_at`, whatever our own clock says. */
export async function readMark({ telemetry, org }: OrderPlace): Promise<number> {
  const [row] = await telemetry.query<{ mark: number }>(org, 'select toUnixTimestamp64Milli(now64(3)) as mark', {});
  return Number(row?.mark);
}

const SHOP = 'shop_id = {shop:String}';
const between = (from: string, to: string): string => `at >= {${from}:DateTime64(3)} and at <= {${to}:DateTime64(3)}`;
const STORED = `from @order_steps where ${SHOP} and stored_at >= {mark:DateTime64(3)}`;
/** Of a time to come that has passed since. */
const ARRIVED = `from @order_steps where ${SHOP} and ${between('until', 'to')}`;
/** What is too old by now. */
const LEFT = `from @order_steps where ${SHOP} and ${between('began', 'from')}`;

/** What changed since a look: stored since, come of age since, or fallen out of the time that is looked at. `null`: more than `most` orders. Only reads. */
export async function readChanged(place: OrderPlace, before: LookedAt, most: number): Promise<ChangedOrders | null> {
  const { telemetry, org, shop, from, to } = place;
  const params = {
    ...{
      shop,
      from: new Date(from),
      to: new Date(to),
      until: new Date(before.to),
      began: new Date(before.from),
      mark: new Date(before.mark),
    },
    first: new Date(rhythmFrom(to)),
  };
  const told = `select order_ref ${STORED} union distinct select order_ref ${ARRIVED} union distinct select order_ref ${LEFT}`;
  const orders = await telemetry.query<{ ref: string; hash: number }>(
    org,
    `select order_ref as ref, ${HASH} as hash from (${told}) limit ${most + 1}`,
    params,
  );
  if (orders.length > most) return null;
  // An order that turns out to be a test is business no more in any hour.
  const tests = `select order_ref ${STORED} and test`;
  const [row] = await telemetry.query<{ n: number }>(org, `select count() as n from (${tests})`, params);
  const ofTests = `union distinct select toStartOfHour(at) as hour from @order_steps where ${SHOP} and ${between('first', 'to')} and order_ref in (${tests})`;
  const hours = await telemetry.query<{ begin: number }>(
    org,
    `select toUnixTimestamp(hour) as begin from (select toStartOfHour(at) as hour ${STORED} union distinct select toStartOfHour(at) as hour ${ARRIVED}
       ${Number(row?.n) > 0 ? ofTests : ''}) where hour >= {first:DateTime64(3)} and hour <= {to:DateTime64(3)}`,
    params,
  );
  const now = Math.floor(to / HOUR) * HOUR;
  return {
    orders: orders.map(({ ref, hash }) => ({ ref, hash: Number(hash) })),
    hasTests: Number(row?.n) > 0,
    hours: [...new Set([...hours.map(({ begin }) => Number(begin) * 1_000), now])].toSorted((a, b) => a - b),
  };
}

/** From when to when each system told something, from what was known of it at a look before and what changed since. Only reads. */
export async function readCoverageSince(
  place: OrderPlace,
  before: LookedAt,
  known: Seen['systems'],
  hasTests: boolean,
): Promise<Seen['systems']> {
  const { telemetry, org, shop, from, to } = place;
  const params = {
    ...{ shop, from: new Date(from), to: new Date(to), until: new Date(before.to), mark: new Date(before.mark) },
    soon: new Date(from + DAY),
  };
  const columns = 'told_by, toUnixTimestamp64Milli(min(at)) as began, toUnixTimestamp64Milli(max(at)) as latest';
  const read = async (rows: string): Promise<ReadonlyMap<string, Coverage>> => {
    const told = await telemetry.query<{ told_by: string; began: number; latest: number }>(
      org,
      `select ${columns} ${rows} and ${BUSINESS} group by told_by`,
      params,
    );
    return new Map(told.map(({ told_by, began, latest }) => [told_by, { from: Number(began), to: Number(latest) }]));
  };
  if (hasTests) return readCoverage(place);
  const fresh = [await read(`${STORED} and ${between('from', 'to')}`), await read(ARRIVED)];
  const oldest = await read(`from @order_steps where ${SHOP} and ${between('from', 'soon')}`);
  const systems: [string, Coverage][] = [];
  for (const name of new Set([...Object.keys(known), ...fresh.flatMap((one) => [...one.keys()])])) {
    const own = known[name as keyof typeof known];
    const now = [own, ...fresh.map((one) => one.get(name))].filter((one) => one !== undefined);
    const began = own !== undefined && own.from < from ? oldest.get(name)?.from : Math.min(...now.map((one) => one.from));
    // Nothing on the first day any more: where it begins now only everything tells.
    if (began === undefined) return readCoverage(place);
    systems.push([name, { from: began, to: Math.max(...now.map((one) => one.to)) }]);
  }
  return Object.fromEntries(systems);
}
