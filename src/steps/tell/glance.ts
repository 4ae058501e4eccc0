import type { TakeGlance } from '#web/glance.ts';
import { countLetters } from './finish-round.ts';
import { listNotices } from './readers.ts';

/** What the overview shows of this room: notices that wait for their release, and letters that a person must look at. */
export const takeGlance: TakeGlance = async ({ house, org }, t) =>
  house.state.inOrg(org, async (db) => {
    const notices = await listNotices(db);
    const drafts = notices.filter((row) => row.state === 'draft');
    const counts = await Promise.all(notices.slice(0, 20).map((row) => countLetters(db, row.id)));
    const sum = (pick: (one: (typeof counts)[number]) => number) => counts.reduce((total, one) => total + pick(one), 0);
    return {
      needs: drafts.slice(0, 20).map((row) => ({
        step: 'tell' as const,
        urgency: 'high' as const,
        since: row.drafted_at,
        title: t('tell.need.title', { number: row.number }),
        text: t('tell.need.text', { people: Object.values(row.languages).reduce((total, count) => total + count, 0) }),
        href: `/tell/notices/${row.id}`,
        action: t('tell.need.action'),
        incident: row.incident_id,
      })),
      shops: [],
      line: t('tell.glance', {
        sent: sum((one) => one.sent),
        left: sum((one) => one.queued + one.sending),
        trouble: sum((one) => one.failed + one.unknown),
      }),
      ...(drafts.length > 0 ? { badge: { count: drafts.length } } : {}),
    };
  });
