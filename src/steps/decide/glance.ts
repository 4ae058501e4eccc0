import { HOUR } from '#kernel/time.ts';
import type { TakeGlance } from '#web/glance.ts';
import { listCases, listDecidedCases } from './readers.ts';

/** What the overview shows of this room: cases that nobody has decided, each with its clock. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const { cases, decided } = await house.state.inOrg(org, async (db) => ({
    cases: await listCases(db),
    decided: await listDecidedCases(db),
  }));
  const waiting = cases.filter((row) => row.state === 'open' && !decided.has(row.id));
  const now = house.clock.now().getTime();
  return {
    needs: waiting.slice(0, 20).map((row) => ({
      step: 'decide',
      urgency: row.deadline.getTime() - now < 24 * HOUR ? 'critical' : 'high',
      since: row.opened_at,
      title: t('decide.case.heading', { title: row.title }),
      text: t('decide.need.text', { number: row.number }),
      href: `/decide/cases/${row.id}`,
      action: t('decide.need.action'),
      clock: { from: row.aware_at, until: row.deadline },
      incident: row.incident_id,
    })),
    shops: [],
    line: t('decide.glance', { open: cases.filter((row) => row.state === 'open').length, waiting: waiting.length }),
    ...(waiting.length > 0 ? { badge: { count: waiting.length } } : {}),
  };
};
