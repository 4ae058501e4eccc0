import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MoneyAtRisk, RiskTime } from '#kernel/money-at-risk.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { LEARNED } from './learn-usual.ts';
import { judgeMoneyAtRisk, type OrdersSeen, riskWindows } from './money-at-risk.ts';
import type { ShopCalendar } from './working-days.ts';

interface Row {
  begin: number;
  currency: string;
  n: number;
  worth: number;
  late: number;
  first: number;
  within: readonly number[];
}

interface RiskSpan {
  readonly from: number;
  readonly to: number;
  readonly isOver: boolean;
}

/** Later than that it was told by a file or a nightly job, and says nothing about the last minutes. */
const LATE = 15 * MINUTE;

interface RiskPlace {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly calendar: ShopCalendar;
  /** ms since 1970. */
  readonly now: number;
}

/**
 * The money at risk by each of some incidents of a shop, in their order, by one question to the engine. Each order counts once, when it was first
 * said to be placed; a synthetic one never. Only reads.
 */
export async function readMoneyAtRisk(place: RiskPlace, times: readonly RiskTime[]): Promise<readonly MoneyAtRisk[]> {
  const { now, calendar } = place;
  const spans = times.map(({ from, to }) => {
    const end = Math.min(to?.getTime() ?? now, now);
    return { from: Math.min(from.getTime(), end), to: end, isOver: to !== null };
  });
  const windows = spans.map(({ from, to }) => riskWindows(from, to).map((begin) => ({ from: begin, to })));
  const rows = await readPlaced(place, windows.flat());
  let next = 0;
  return spans.map((span, index) => {
    const begin = next;
    next += windows[index]?.length ?? 0;
    const counts = (windows[index] ?? []).map((_, nth) => sumOf(rows, ({ within }) => within[begin + nth] ?? 0));
    return judgeMoneyAtRisk({ ...whatCame(rows, span), counts }, { ...span, calendar });
  });
}

/** Orders by the hour and currency in which they were placed, and how many of them within each of some spans (ms since 1970). */
function readPlaced({ telemetry, org, shop }: RiskPlace, spans: readonly Omit<RiskSpan, 'isOver'>[]): Promise<Row[]> {
  const from = Math.floor((Math.min(...spans.map((span) => span.from)) - LEARNED) / HOUR) * HOUR;
  const to = Math.max(...spans.map((span) => span.to));
  const params = Object.fromEntries(
    spans.flatMap((span, nth) => [[`f${nth}`, new Date(span.from)] as const, [`t${nth}`, new Date(span.to)] as const]),
  );
  const within = spans.map((_, nth) => `countIf(placed >= {f${nth}:DateTime64(3)} and placed < {t${nth}:DateTime64(3)})`);
  return telemetry.query<Row>(
    org,
    `select toUnixTimestamp(toStartOfHour(placed)) as begin, if(total > 0, coin, '') as currency, count() as n, sum(total) as worth,
       countIf(heard > placed + interval ${LATE / MINUTE} minute) as late, toUnixTimestamp64Milli(min(placed)) as first, [${within.join(', ')}] as within
     from (
       select min(at) as placed, min(received_at) as heard, max(amount) as total, anyIf(currency, currency != '') as coin
       from @order_steps where shop_id = {shop:String} and step = 'placed' and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
       group by cityHash64(order_ref) having not max(test)
     )
     group by begin, currency order by begin`,
    { ...params, shop, from: new Date(from), to: new Date(to) },
  );
}

/** What of it says how orders usually come, and what they bring, as far as one incident goes. */
function whatCame(rows: readonly Row[], { from, to }: RiskSpan): Omit<OrdersSeen, 'counts'> {
  const hours = new Map<number, number>();
  for (const { begin, n } of rows) hours.set(Number(begin) * 1_000, (hours.get(Number(begin) * 1_000) ?? 0) + Number(n));
  const between = (begin: number): Row[] => rows.filter((row) => Number(row.begin) * 1_000 >= begin && Number(row.begin) * 1_000 <= to);
  const late = between(to - 7 * DAY);
  const takings = [...Map.groupBy(between(from - LEARNED), ({ currency }) => currency)].map(([currency, own]) => ({
    currency,
    orders: sumOf(own, ({ n }) => n),
    minor: sumOf(own, ({ worth }) => worth),
  }));
  return {
    ...{ hours, takings },
    since: rows.length === 0 ? null : Math.min(...rows.map(({ first }) => Number(first))),
    lateShare: late.length === 0 ? 0 : sumOf(late, (row) => row.late) / sumOf(late, ({ n }) => n),
  };
}

/** The engine may tell numbers as text. */
function sumOf<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + Number(of(row)), 0);
}
