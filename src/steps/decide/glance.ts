import { HOUR } from '#kernel/time.ts';
import type { Need, TakeGlance } from '#web/glance.ts';
import { listAllFilings, listCasesToFile } from './filings.ts';
import { listCases, listDecidedCases } from './readers.ts';
import type { CaseRow } from './store.ts';

/** What the overview shows of this room: cases that nobody has decided, and authorities that were not told yet, each with its clock. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const { cases, decided, filed, toFile } = await house.state.inOrg(org, async (db) => ({
    cases: await listCases(db),
    decided: await listDecidedCases(db),
    filed: await listAllFilings(db),
    toFile: await listCasesToFile(db),
  }));
  const open = cases.filter((row) => row.state === 'open');
  const waiting = open.filter((row) => !decided.has(row.id));
  const untold = open.filter((row) => toFile.has(row.id) && !filed.has(row.id));
  const now = house.clock.now();
  const undecided = waiting.map((row): Need => {
    const words = { title: t('decide.case.heading', { title: row.title }), text: t('decide.need.text', { number: row.number }) };
    return { ...words, ...needOf(row, now, filed.has(row.id)), action: t('decide.need.action'), ...aboutIncident(row) };
  });
  // Without the incident: what else waits about it must not hide that the authority has not been told.
  const unfiled = untold.map((row): Need => {
    const words = {
      title: t('decide.need-filing.title', { number: row.number }),
      text: t('decide.need-filing.text', { number: row.number }),
    };
    return { ...words, ...needOf(row, now, false), action: t('decide.need-filing.action') };
  });
  return {
    needs: [...undecided.slice(0, 20), ...unfiled.slice(0, 20)],
    shops: [],
    line: t('decide.glance', { open: open.length, waiting: waiting.length }),
    ...(waiting.length + untold.length > 0 ? { badge: { count: waiting.length + untold.length } } : {}),
  };
};

function needOf(row: CaseRow, now: Date, isTold: boolean): Omit<Need, 'title' | 'text' | 'action'> {
  return {
    step: 'decide',
    urgency: !isTold && row.deadline.getTime() - now.getTime() < 24 * HOUR ? 'critical' : 'high',
    since: row.opened_at,
    href: `/decide/cases/${row.id}`,
    ...(isTold ? {} : { clock: { from: row.aware_at, until: row.deadline } }),
  };
}

function aboutIncident({ incident_id: incident }: CaseRow): Pick<Need, 'incident'> {
  return incident === null ? {} : { incident };
}
