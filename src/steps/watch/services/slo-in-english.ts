import { burnRules, type JudgedBurn } from './judge-burn.ts';
import type { Slo } from './store.ts';

/** A goal in a line, for a log, a mail or an incident's title; with `judged` also how it burns. */
export function sloInEnglish({ service, far, kind, withinMs, target }: Slo, judged?: JudgedBurn): string {
  const what = far === '' ? service : `${service} → ${far}`;
  const share = `${Number((target * 100).toFixed(3))} %`;
  const goal = kind === 'availability' ? `${share} without error` : `${share} within ${withinMs} ms`;
  const rule = burnRules.find(({ name }) => name === judged?.rule);
  if (judged === undefined || rule === undefined) return `${what}: ${goal}`;
  const rate = Number((judged.rates[rule.long] ?? 0).toPrecision(2));
  const left = judged.left === null ? '' : `; ${Math.max(0, Math.round(judged.left * 100))} % of the 28 days’ budget left`;
  return `${what}: the goal of ${goal} is being missed, ${rate} times faster than it allows over ${rule.long}${left}`;
}
