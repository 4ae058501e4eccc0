/** Events of a window, and how many of them were not good. */
export interface SloWindow {
  readonly events: number;
  readonly failed: number;
}
export const sloWindows = ['5m', '30m', '1h', '6h', '3d', '28d'] as const;
export type SloWindows = Readonly<Record<(typeof sloWindows)[number], SloWindow>>;

/**
 * From the SRE workbook, chapter 5: a rate of 1 uses the budget up in exactly the window of the goal. Of 28 days, 14.4 for an hour is 2 %,
 * 6 for six hours is 5 %, 1 for three days is 11 %. The short window ends the alarm soon after the trouble.
 */
export const burnRules = [
  { name: 'fast', long: '1h', short: '5m', rate: 14.4, severity: 'high' },
  { name: 'steady', long: '6h', short: '30m', rate: 6, severity: 'medium' },
  { name: 'slow', long: '3d', short: '6h', rate: 1, severity: 'low' },
] as const;
type BurnRule = (typeof burnRules)[number];

/** `few`: too little to tell. `unknown`: nothing told of it for six hours. */
export interface JudgedBurn {
  readonly state: 'burning' | 'fine' | 'few' | 'unknown';
  readonly rule: BurnRule['name'] | null;
  readonly severity: BurnRule['severity'] | null;
  /** How many times faster than the goal allows the budget went, in each window; `null`: nothing happened in it. */
  readonly rates: Readonly<Record<(typeof sloWindows)[number], number | null>>;
  /** Share of the budget of 28 days that is left; below 0 it is overdrawn, `null` is not known. */
  readonly left: number | null;
}

/** With fewer events in a window one failure would be an alarm. */
const LEAST_EVENTS = 30;
const LEAST_FAILED = 3;
/** Where a goal is so low that even a whole outage would not burn at a rule's rate, this share of failures is enough. */
const MOST_SHARE = 0.9;

/** Whether the budget of a goal burns. `target`: share that should be good, 0 to 1. */
export function judgeBurn(windows: SloWindows, target: number): JudgedBurn {
  const budget = 1 - target;
  const rateOf = ({ events, failed }: SloWindow): number | null => (events === 0 ? null : failed / events / budget);
  const rates = {
    ...{ '5m': rateOf(windows['5m']), '30m': rateOf(windows['30m']), '1h': rateOf(windows['1h']) },
    ...{ '6h': rateOf(windows['6h']), '3d': rateOf(windows['3d']), '28d': rateOf(windows['28d']) },
  };
  const month = windows['28d'];
  const left = month.events < LEAST_EVENTS ? null : 1 - month.failed / (month.events * budget);
  const rule = burnRules.find((one) => {
    const limit = Math.min(one.rate, MOST_SHARE / budget);
    const long = windows[one.long];
    return (
      long.events >= LEAST_EVENTS && long.failed >= LEAST_FAILED && (rates[one.long] ?? 0) >= limit && (rates[one.short] ?? 0) >= limit
    );
  });
  if (rule !== undefined) return { state: 'burning', rule: rule.name, severity: rule.severity, rates, left };
  const state = windows['6h'].events === 0 ? 'unknown' : windows['3d'].events < LEAST_EVENTS ? 'few' : 'fine';
  return { state, rule: null, severity: null, rates, left };
}
