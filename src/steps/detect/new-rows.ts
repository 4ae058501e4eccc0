import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE, type Span } from '#kernel/time.ts';

/** How long an insert may take from the engine's stamp to being visible: rows younger than this are looked at again. */
const LATENESS_SECONDS = 30;
/** How long it takes nearly always. */
const USUAL_LATENESS_SECONDS = 5;
/** How often everything that may be late is looked at again; in between only what is usually late. */
export const WIDE_EVERY_SECONDS = 10;
/** How far before the watermark a narrow look begins, in seconds. */
export const NARROW_MARGIN = USUAL_LATENESS_SECONDS;

/** The same for a wide look, which covers what became visible since the last wide one, so many seconds ago (`null`: there was none). */
export function wideMargin(sinceLast: number | null): number {
  const turns = Math.ceil((sinceLast ?? 0) / WIDE_EVERY_SECONDS);
  return LATENESS_SECONDS + Math.max(2, turns) * WIDE_EVERY_SECONDS;
}

export interface Arrivals {
  /** The engine's newest stamp. */
  readonly watermark: Date;
  /** Changes whenever a row arrived. */
  readonly fingerprint: string;
}

const AHEAD_MS = 2 * MINUTE;

/**
 * From when on to look for new rows. A watermark ahead of the clock was stamped while the clock was wrong; rows of now lie before
 * it and would stay unseen until the clock has caught up. Then the last hour is looked at again, which raises nothing twice.
 */
export function sinceOf(watermark: Date, now: Date): Date {
  if (watermark.getTime() <= now.getTime() + AHEAD_MS) return watermark;
  return new Date(Math.floor(now.getTime() / MINUTE) * MINUTE - HOUR);
}

/** Everything that some rule judges. `reads` is made of requests and events. */
const WATCHED = ['@requests', '@application_events', '@spans', '@metric_points', '@sightings', '@reports'] as const;

/** What arrived since a watermark, cheaply: one look at the newest parts. `null`: never anything. */
export async function probeArrivals(telemetry: Telemetry, org: OrgId, shop: string, since: Date): Promise<Arrivals | null> {
  const [row] = await telemetry.query<{ newest: string; n: number }>(
    org,
    `select max(last_stored) as newest, sum(rows) as n from (${WATCHED.map(
      (table) => `select max(stored_at) as last_stored, count() as rows from ${table}
        where shop_id = {shop:String} and stored_at > {since:DateTime64(3)} - interval ${LATENESS_SECONDS} second`,
    ).join(' union all ')})`,
    { shop, since },
  );
  if (row === undefined || row.n === 0) return null;
  return { watermark: new Date(row.newest), fingerprint: `${row.newest} ${row.n}` };
}

/** The same with a fingerprint as the next probe will count it: over the rows since the new watermark's own lateness; empty if more came. */
export async function probed(telemetry: Telemetry, org: OrgId, shop: string, before: Arrivals, now: Date): Promise<Arrivals> {
  const again = await probeArrivals(telemetry, org, shop, sinceOf(before.watermark, now));
  return again !== null && again.watermark.getTime() === before.watermark.getTime()
    ? again
    : { watermark: before.watermark, fingerprint: '' };
}

/**
 * The stretches of event time in which rows are new, hours apart from each other: one old line does not widen the look at today.
 * `margin`: seconds before `since` that count as new.
 */
export async function stretchesOf(telemetry: Telemetry, org: OrgId, shop: string, since: Date, margin: number): Promise<Span[]> {
  const hours = await telemetry.query<{ first: string; last: string }>(
    org,
    `select min(from_at) as first, max(to_at) as last from (${WATCHED.map(
      (table) => `select toStartOfHour(at) as hour, min(at) as from_at, max(at) as to_at from ${table}
        where shop_id = {shop:String} and stored_at > {since:DateTime64(3)} - interval {margin:UInt32} second group by hour`,
    ).join(' union all ')}) group by hour order by first`,
    { shop, since, margin },
  );
  const spans: { from: Date; to: Date }[] = [];
  for (const hour of hours) {
    const open = spans.at(-1);
    if (open !== undefined && Date.parse(hour.first) - open.to.getTime() <= 2 * HOUR) open.to = new Date(hour.last);
    else spans.push({ from: new Date(hour.first), to: new Date(hour.last) });
  }
  return spans;
}
