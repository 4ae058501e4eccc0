import { orgHeader } from '#engines/mail/org-header.ts';
import type { Mailer, OutgoingMail } from '#engines/mail/types.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { oneLine, type PageFacts, type PageMessage, signedCall } from './compose-page.ts';
import { type Speak, speak } from './speak.ts';
import type { DeadlineNotice, PageRow } from './store.ts';

export interface DeadlineFacts {
  readonly page: PageRow;
  readonly notice: DeadlineNotice;
  readonly timeZone: string;
  readonly language: string;
  /** Names of the facts that are not known, in the contact's language. */
  readonly missing: readonly string[];
  readonly next: PageFacts['next'];
  readonly to: PageFacts['to'];
  readonly caseUrl: string;
  readonly answerUrl: string;
  readonly from: string;
  readonly mode: Mailer['mode'];
}

/** The page about a deadline: what is due, how long is left, what to do when not everything is known, and where. No personal data. */
export function composeDeadline(facts: DeadlineFacts, now: Date): PageMessage {
  if (facts.to.kind === 'mail') return { kind: 'mail', mail: composeMail(facts, now) };
  const { notice, page } = facts;
  const data = {
    case: notice.case,
    number: notice.number,
    page: page.id,
    title: notice.title,
    regime: notice.regime,
    duty: notice.duty,
    stage: notice.stage,
    to: notice.to,
    answer: notice.answer,
    share: notice.share,
    due_at: notice.dueAt,
    missing: notice.missing,
    url: facts.caseUrl,
    answer_url: facts.answerUrl,
  };
  return { kind: 'webhook', request: signedCall(facts.to, { id: page.id, type: 'respond.deadline', data }, now) };
}

function composeMail(facts: DeadlineFacts, now: Date): OutgoingMail {
  const { notice, page } = facts;
  const say = speak(facts.language, facts.timeZone);
  const due = new Date(notice.dueAt);
  const left = sayLeft(due.getTime() - now.getTime(), say);
  const what = say('respond.deadline.what', { to: notice.to, regime: notice.regime, duty: notice.duty });
  const lines = [
    say('respond.deadline.is-due', { what, number: notice.number, title: oneLine(notice.title) }),
    say('respond.deadline.how-long', { over: due <= now ? 'yes' : 'no', left, due, share: notice.share }),
    ...(notice.answer === 'unknown' ? [say('respond.deadline.phases')] : []),
    ...(facts.missing.length > 0 ? [say('respond.deadline.missing', { facts: facts.missing.join(', ') })] : []),
    '',
    say('respond.deadline.look'),
    facts.caseUrl,
    '',
    say('respond.deadline.answer', { next: facts.next }),
    facts.answerUrl,
    ...(page.reason === 'escalated' ? ['', say('respond.page.again', { reason: page.reason, round: page.round })] : []),
  ];
  return {
    to: facts.to.address,
    from: { name: 'Shopbell', address: facts.from },
    subject: say('respond.deadline.subject', { over: due <= now ? 'yes' : 'no', left, what, number: notice.number, reason: page.reason }),
    text: lines.join('\n'),
    id: page.id,
    headers: {
      ...orgHeader(facts.mode, page.org_id),
      'X-Shopbell-Case': notice.case,
      'Auto-Submitted': 'auto-generated',
      Importance: 'high',
    },
  };
}

/** Hours while there is at least one, else minutes; how long ago when the term is over. */
function sayLeft(ms: number, say: Speak): string {
  const whole = Math.abs(ms);
  if (whole >= HOUR) return say('respond.deadline.hours', { count: Math.floor(whole / HOUR) });
  return say('respond.deadline.minutes', { count: Math.floor(whole / MINUTE) });
}
