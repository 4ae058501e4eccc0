import type { Translate } from '#web/types.ts';
import { standOf } from '../stand-of.ts';
import type { Report } from './read-report.ts';

const WATCHED_ENOUGH = 0.95;

/** What of a week needs somebody, in sentences, the gravest first; empty: nothing does. Pure but for its words. */
export function needsOf({ incidents, checks, troubles, orders }: Report, t: Translate): readonly string[] {
  const open = incidents.filter((incident) => incident.closedAt === null);
  const wrong = checks.filter(({ check }) => ['down', 'flapping'].includes(standOf(check)));
  const blind = checks.filter(({ check, watched }) => check.paused || (watched ?? 0) < WATCHED_ENOUGH);
  return [
    ...open.filter(({ recoveredAt }) => recoveredAt === null).map(({ title }) => t('watch.report.need.incident', { title })),
    ...wrong.map(({ check }) => t(`watch.check.heading-${check.standing.flapping ? 'flapping' : 'down'}`, { name: check.name })),
    ...(troubles ?? []).map(({ trouble, orders: count }) => `${t(`watch.orders.trouble.${trouble}`)}: ${count}`),
    ...open.filter(({ recoveredAt }) => recoveredAt !== null).map(({ title }) => t('watch.report.need.close', { title })),
    ...(checks.length === 0 ? [t('watch.report.need.no-check')] : []),
    ...(blind.length === 0 ? [] : [t('watch.report.need.blind', { count: blind.length })]),
    ...(orders === null ? [t('watch.report.need.no-orders')] : []),
  ];
}
