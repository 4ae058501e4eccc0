import type { House } from '#engines/house.ts';
import type { TelemetryRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import type { ToldStep } from './files/told-step.ts';
import { orderKeys, stepRow } from './step-row.ts';

interface Where {
  readonly org: OrgId;
  readonly shop: string;
  /** The feed that tells. */
  readonly source: string;
}

const COMPARED = [
  'order_ref',
  'told_by',
  'step',
  'their_ref',
  'amount',
  'currency',
  'method',
  'carrier',
  'country',
  'delivery',
  'part',
] as const;

/** A step as a feed tells it; `moving`: its time is that of the telling, not that of the step. */
type FedStep = ToldStep & { readonly moving?: boolean };

/** So many are compared with what is known at once. */
const AT_ONCE = 5_000;

/**
 * Stores what a feed told and had not told before, and returns how many steps that were: a look that overlaps the one before, or is made again
 * after a crash, stores nothing twice. Numbers are sealed.
 */
export async function storeSteps(house: House, where: Where, steps: readonly FedStep[]): Promise<number> {
  let stored = 0;
  for (let first = 0; first < steps.length; first += AT_ONCE) stored += await storeSome(house, where, steps.slice(first, first + AT_ONCE));
  return stored;
}

async function storeSome(house: House, { org, shop, source }: Where, steps: readonly FedStep[]): Promise<number> {
  const context = { shop, source, receivedAt: house.clock.now(), keys: orderKeys(house, org) };
  const rows = steps.map(({ moving, ...step }) => ({ row: stepRow(context, step), moving }));
  const refs = [...new Set(rows.map(({ row }) => String(row.order_ref)))];
  const from = rows.some(({ moving }) => moving === true) ? 0 : Math.min(...steps.map(({ at }) => at)) - DAY;
  const known = await house.telemetry.query<Record<(typeof COMPARED)[number], string | number> & { later: number; ms: number }>(
    org,
    `select distinct ${COMPARED.join(', ')}, toUnixTimestamp64Milli(not_before) as later, toUnixTimestamp64Milli(at) as ms from @order_steps
     where shop_id = {shop:String} and source_id = {source:String} and at >= {from:DateTime64(3)} and order_ref in {refs:Array(String)}`,
    { shop, source, from: new Date(Math.max(0, from)), refs },
  );
  const seen = new Set(known.flatMap(({ later, ms, ...row }) => [keyOf(row, later, ''), keyOf(row, later, String(ms))]));
  const fresh: TelemetryRow[] = [];
  for (const { row, moving } of rows) {
    // What has an id of its own, or a time that moves, is the same whenever it is said to have happened.
    const key = keyOf(
      row,
      (row.not_before as Date).getTime(),
      moving === true || row.their_ref !== '' ? '' : String((row.at as Date).getTime()),
    );
    if (seen.has(key)) continue;
    seen.add(key);
    fresh.push(row);
  }
  if (fresh.length > 0) await house.telemetry.insert(org, 'order_steps', fresh);
  return fresh.length;
}

function keyOf(row: Readonly<Record<string, unknown>>, later: number, at: string): string {
  return JSON.stringify([...COMPARED.map((name) => String(row[name])), Number(later), at]);
}
