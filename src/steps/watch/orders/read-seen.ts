import { DAY } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import type { Coverage, Seen } from './order-facts.ts';
import type { OrderSystem } from './order-words.ts';
import type { OrderPlace } from './read-orders.ts';

/** Of so many orders a part is enough to know what is usual. */
const PARTS = 64;
const ENOUGH = 200;

/** What the shop's systems tell at all, over the time of `place`: only what is usually told can be missing. Only reads. */
export async function readSeen(place: OrderPlace): Promise<Seen> {
  const part = `cityHash64(order_ref) % ${PARTS} = 0`;
  const few = await readSteps(place, part);
  const where = (few.get('all') ?? 0) >= ENOUGH ? part : '1';
  const told = where === part ? few : await readSteps(place, where);
  const all = told.get('all') ?? 0;
  const tells = [...told].filter(([name, n]) => name !== 'all' && n >= Math.max(3, all * leastShare(name))).map(([name]) => name);
  return { systems: await readCoverage(place), tells: new Set(tells), payLater: await readPayLater(place, where) };
}

/** Few orders come back; most others go through every step. */
function leastShare(step: string): number {
  return step === 'returned' || step === 'refunded' ? 0.002 : 0.3;
}

function paramsOf({ shop, from, to }: OrderPlace) {
  return { shop, from: new Date(from), to: new Date(to), old: new Date(to - 3 * DAY) };
}

const WHERE = `shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS}`;

/** Of how many orders each step was told, `all` of all. What is young has not gone through them yet. That it was paid counts when the shop says so. */
async function readSteps(place: OrderPlace, part: string): Promise<ReadonlyMap<string, number>> {
  const rows = await place.telemetry.query<{ name: string; n: number }>(
    place.org,
    `select arrayJoin(arrayConcat(steps, ['all'])) as name, count() as n from (
       select groupUniqArrayIf(step, step != 'paid' or told_by = 'shop') as steps from @order_steps where ${WHERE} and ${part}
       group by order_ref having countIf(step = 'placed') > 0 and min(at) < {old:DateTime64(3)}
     ) group by name`,
    paramsOf(place),
  );
  return new Map(rows.map(({ name, n }) => [name, n]));
}

/** From when to when each system told something. */
export async function readCoverage(place: OrderPlace): Promise<Readonly<Partial<Record<OrderSystem, Coverage>>>> {
  const rows = await place.telemetry.query<{ told_by: string; began: number; latest: number }>(
    place.org,
    `select told_by, toUnixTimestamp64Milli(min(at)) as began, toUnixTimestamp64Milli(max(at)) as latest from @order_steps
     where ${WHERE} group by told_by`,
    paramsOf(place),
  );
  return Object.fromEntries(rows.map(({ told_by, began, latest }) => [told_by, { from: Number(began), to: Number(latest) }]));
}

/** Ways to pay for which goods leave before the money comes: by their name, and by what the shop does with them. */
async function readPayLater(place: OrderPlace, part: string): Promise<ReadonlySet<string>> {
  const rows = await place.telemetry.query<{ way: string; n: number; early: number }>(
    place.org,
    `select way, count() as n, countIf(money = 0 or money > goods) as early from (
       select argMinIf(method, at, method != '') as way, toUnixTimestamp64Milli(minIf(at, step = 'handed-over')) as goods,
         toUnixTimestamp64Milli(minIf(at, step = 'paid')) as money
       from @order_steps where ${WHERE} and ${part} group by order_ref having countIf(step = 'placed') > 0
     ) where goods > 0 and way != '' group by way`,
    paramsOf(place),
  );
  return new Set(rows.filter(({ way, n, early }) => isPaidLater(way) || (n >= 5 && early * 2 > n)).map(({ way }) => way));
}

/** As shops and providers name them. */
function isPaidLater(method: string): boolean {
  return /invoice|rechnung|faktura|cash.?on|^cod$|nachnahme|pobranie|代引|後払い|open.?account/.test(method);
}
