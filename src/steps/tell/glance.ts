import { may } from '#kernel/permissions.ts';
import type { TakeGlance } from '#web/glance.ts';
import { countLetters } from './finish-round.ts';
import { countUntold, listNotices } from './readers.ts';

/** What the overview shows of this room: notices that wait for their release, and letters that a person must look at. */
export const takeGlance: TakeGlance = async ({ house, org, actor }, t) =>
  house.state.inOrg(org, async (db) => {
    const notices = await listNotices(db);
    const drafts = notices.filter((row) => row.state === 'draft');
    const counts = await Promise.all(notices.slice(0, 20).map((row) => countLetters(db, row.id)));
    const sum = (pick: (one: (typeof counts)[number]) => number) => counts.reduce((total, one) => total + pick(one), 0);
    const untold = await countUntold(db);
    // Without the incident: what else waits about it must not hide that somebody has not been told.
    const leftOver = notices.flatMap((row) => {
      const count = untold.get(row.id) ?? 0;
      if (count === 0) return [];
      return {
        step: 'tell' as const,
        urgency: 'medium' as const,
        since: row.finished_at ?? row.released_at ?? row.drafted_at,
        title: t('tell.need-untold.title', { count }),
        text: t('tell.need-untold.text', { number: row.number }),
        href: may(actor.role, 'look-sealed') ? `/tell/notices/${row.id}/trouble` : `/tell/notices/${row.id}`,
        action: t('tell.need-untold.action'),
      };
    });
    const waiting = drafts.slice(0, 20).map((row) => ({
      step: 'tell' as const,
      urgency: 'high' as const,
      since: row.drafted_at,
      title: t('tell.need.title', { number: row.number }),
      text: t('tell.need.text', { people: Object.values(row.languages).reduce((total, count) => total + count, 0) }),
      href: `/tell/notices/${row.id}`,
      action: t('tell.need.action'),
      ...(row.incident_id === null ? {} : { incident: row.incident_id }),
    }));
    return {
      needs: [...waiting, ...leftOver.slice(0, 20)],
      shops: [],
      line: t('tell.glance', {
        sent: sum((one) => one.sent),
        left: sum((one) => one.queued + one.sending),
        trouble: sum((one) => one.failed + one.unknown + one['no-address']),
      }),
      ...(drafts.length > 0 ? { badge: { count: drafts.length } } : {}),
    };
  });
