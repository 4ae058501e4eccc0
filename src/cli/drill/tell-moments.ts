import type { AttackTruth } from '#practice-shop/attacks/attack-truth.ts';
import type { Moment } from './account.ts';
import type { Way } from './walk-the-way.ts';

/** The timed account: every station's instant, counted from the first malicious request. Pure. */
export function tellMoments(truth: AttackTruth, way: Way): Moment[] {
  const from = truth.startedAt.getTime();
  const moment = (name: string, at: Date | null): Moment => ({
    name,
    at: at?.toISOString() ?? null,
    afterMs: at ? at.getTime() - from : null,
  });
  return [
    moment('first malicious request', truth.startedAt),
    moment('signal', way.signal?.at ?? null),
    moment('incident', way.incident?.at ?? null),
    moment('page taken by the mail server', way.pageSentAt),
    moment('case, with the 72-hour clock', way.case?.at ?? null),
    moment('severity assessed', way.assessedAt),
    moment('last malicious request', truth.endedAt),
    moment('decision', way.decision?.at ?? null),
    moment('register entry', way.register?.at ?? null),
    moment('notice drafted', way.notice?.at ?? null),
    moment('notice released by a second person', way.releasedAt),
    moment('public page', way.publishedAt),
    moment('first letter taken by the mail server', way.firstLetterAt),
    moment('last letter taken by the mail server', way.lastLetterAt),
  ];
}
