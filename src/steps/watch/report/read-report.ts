import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { IncidentBrief, Wording } from '#kernel/incident-brief.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { readShopChanges } from '../changes/read-shop-changes.ts';
import { availabilityOf, type Bar, barsOf, markFlapping } from '../checks/hours-of-day.ts';
import { isHint } from '../kinds/kinds.ts';
import { BUSINESS } from '../orders/business.ts';
import type { LookTrouble } from '../orders/look-result.ts';
import { takeLook } from '../orders/store.ts';
import { weighTrouble } from '../orders/weigh-trouble.ts';
import { readFlapSpans } from '../read-flap-spans.ts';
import { readSlots } from '../read-history.ts';
import { listChecks, type WatchCheck } from '../store.ts';
import type { Week } from './week-of.ts';

const BAR = 6 * HOUR;
const BARS = 28;
const PIECE = 10 * MINUTE;

export interface ReportCheck {
  readonly check: WatchCheck;
  readonly bars: readonly Bar[];
  /** Share of the looks that were fine; `null`: nobody looked. */
  readonly up: number | null;
  /** Share of the week in which somebody looked. */
  readonly watched: number | null;
  /** Median of a look, ms. */
  readonly ms: number | null;
}

/** A shop’s week. */
export interface Report {
  readonly shop: Shop;
  readonly week: Week;
  readonly checks: readonly ReportCheck[];
  readonly incidents: readonly IncidentBrief[];
  /** Orders of the week and of those before, the oldest first; `null`: no system tells of orders. */
  readonly orders: readonly { readonly from: Date; readonly count: number }[] | null;
  /** What is wrong with orders now that is not small; `null`: not known. */
  readonly troubles: readonly LookTrouble[] | null;
  /** What changed in the week, the last twenty, oldest first. */
  readonly changes: readonly ShopChange[];
}

/** Reads a shop’s week: its checks, incidents and orders. Only reads. */
export async function readReport(house: House, org: OrgId, shop: Shop, week: Week, words: Wording): Promise<Report> {
  const end = new Date(week.to.getTime() - 1);
  const { own, spans, look } = await house.state.inOrg(org, async (db) => {
    const all = (await listChecks(db, org)).filter((check) => check.shop === shop.id && !isHint(check.target));
    return { own: all, spans: await readFlapSpans(db, all, week.from, end), look: await takeLook(db, shop.id) };
  });
  const [bars, pieces, incidents, orders, changes] = await Promise.all([
    readSlots(house, org, week.from, BAR),
    readSlots(house, org, week.from, PIECE),
    house.ports.incidents(org, { from: week.from, to: week.to }, words),
    readOrders(house, org, shop, week),
    readShopChanges(house, { org, shop: shop.id, from: week.from, to: end, states: false }),
  ]);
  const checks = own.map((check): ReportCheck => {
    const within = (pieces.get(check.id) ?? []).filter((slot) => slot.at < week.to);
    const { up, watched } = availabilityOf(within, end, Math.round((week.to.getTime() - week.from.getTime()) / PIECE), PIECE, week.from);
    const times = within.flatMap(({ ms }) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
    const week6 = (bars.get(check.id) ?? []).filter((slot) => slot.at < week.to);
    return {
      ...{ check, up, watched, ms: times[Math.floor(times.length / 2)] ?? null },
      bars: markFlapping(barsOf(week6, end, BARS, BAR), spans.get(check.id) ?? [], end, BAR),
    };
  });
  return {
    ...{ shop, week, orders, changes, incidents: incidents.filter((incident) => incident.shop === shop.id) },
    checks: checks.sort((a, b) => (a.up ?? 2) - (b.up ?? 2) || a.check.name.localeCompare(b.check.name)),
    troubles:
      look?.result.troubles.filter((one) => weighTrouble(one) !== 'low' && !['silent', 'low', 'failing'].includes(one.trouble)) ?? null,
  };
}

async function readOrders(
  { telemetry }: Pick<House, 'telemetry'>,
  org: OrgId,
  shop: Shop,
  { from, to, before }: Week,
): Promise<Report['orders']> {
  const begins = [...before].reverse().concat(from);
  const ends = [...begins.slice(1), to];
  const counts = begins.map((_begin, nth) => `countIf(placed >= {f${nth}:DateTime64(3)} and placed < {t${nth}:DateTime64(3)})`);
  const bounds = begins.flatMap((begin, nth) => [[`f${nth}`, begin] as const, [`t${nth}`, ends[nth] ?? to] as const]);
  const [row] = await telemetry.query<{ all: number; counts: readonly number[] }>(
    org,
    `select count() as all, [${counts.join(', ')}] as counts from (
       select min(at) as placed from @order_steps
       where shop_id = {shop:String} and step = 'placed' and ${BUSINESS} and at >= {f0:DateTime64(3)} and at < {t${begins.length - 1}:DateTime64(3)}
       group by cityHash64(order_ref))`,
    { ...Object.fromEntries(bounds), shop: shop.id },
  );
  if (row === undefined || Number(row.all) === 0) return null;
  return begins.map((begin, nth) => ({ from: begin, count: Number(row.counts[nth] ?? 0) }));
}
