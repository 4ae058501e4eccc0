import type { MissingOrders, MoneyAtRisk, PlausibleRange } from '#kernel/money-at-risk.ts';

/** The money at risk as a signed call says it: money in the smallest unit of its currency, three digits of each figure. */
export function riskDocument(risk: MoneyAtRisk): Readonly<Record<string, unknown>> {
  if (risk.state === 'unknown') return { known: false, why: risk.why };
  const { now, perMinute, soFar, seen, expected } = risk;
  return {
    ...{ known: true, now, per_minute: documentOf(perMinute), so_far: documentOf(soFar) },
    ...{ orders_seen: seen, orders_expected: round(expected) },
  };
}

function documentOf(missing: MissingOrders | null) {
  if (missing === null) return null;
  return {
    orders: rangeOf(missing.orders),
    money: missing.money?.map((one) => ({ currency: one.currency, ...rangeOf(one) })) ?? null,
  };
}

function rangeOf({ low, about, high }: PlausibleRange): PlausibleRange {
  return { low: round(low), about: round(about), high: round(high) };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
