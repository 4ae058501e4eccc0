import { showRoughMoney } from '#kernel/money.ts';
import type { KnownRisk, MissingOrders, MoneyAtRisk } from '#kernel/money-at-risk.ts';
import type { IncidentRow } from './store.ts';

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Incidents that stop orders by themselves: of others a fall must be seen before they are said to cost anything. */
const STOPS_ORDERS: ReadonlySet<IncidentRow['source_kind']> = new Set(['watch', 'orders']);

/** Missing orders in words: money, or orders when their worth is not known; one figure, or from where to where it plausibly lies. */
export function sayMissing({ orders, money }: MissingOrders, say: Say, locale: string): string {
  const { low, about, high } = orders;
  const isNothing = money === null ? high === 0 : money.every((one) => one.high < 1);
  if (isNothing) return say('respond.risk.nothing');
  const show = (pick: 'low' | 'about' | 'high', to?: 'high'): string =>
    money === null
      ? say('respond.risk.orders', { count: showCount(orders[pick], locale, to && orders[to]) })
      : money.map((one) => showRoughMoney(one[pick], one.currency, locale, to && one[to])).join(' + ');
  if (low < high * 0.1) return say('respond.risk.up-to', { amount: show('high') });
  if (high - low <= about * 0.5) return say('respond.risk.about', { amount: show('about') });
  return show('low', 'high');
}

function showCount(from: number, locale: string, to = from): string {
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  return from === to ? format.format(from) : format.formatRange(from, to);
}

/** Whether an incident is said to put money at risk now. */
export function isAtRisk(risk: MoneyAtRisk, kind: IncidentRow['source_kind']): risk is KnownRisk & { readonly perMinute: MissingOrders } {
  if (risk.state !== 'known' || risk.perMinute === null) return false;
  const { orders, money } = risk.perMinute;
  if (money === null ? orders.high === 0 : money.every((one) => one.high < 1)) return false;
  return risk.now === 'fewer' || STOPS_ORDERS.has(kind);
}

/** “≈ €12/min at risk”, as short as a subject or a table wants it; `null` when nothing is said to be. */
export function sayRiskShort(risk: MoneyAtRisk, kind: IncidentRow['source_kind'], say: Say, locale: string): string | null {
  return isAtRisk(risk, kind) ? say('respond.risk.short', { amount: sayMissing(risk.perMinute, say, locale) }) : null;
}
