import type { Inspection, Names } from '../inspection.ts';
import type { MailFacts } from '../mail.ts';
import { type Judgement, unknown } from './check.ts';

/** Judges what concerns mail, or says why it was not asked. */
export function withMail({ names, mail }: Inspection, judge: (names: Names, mail: MailFacts) => Judgement): Judgement {
  if (names === null) return unknown('the target has no public name');
  return mail === null ? unknown('it was not asked') : judge(names, mail);
}

/** Whether the domain says that it sends no mail: a lone `v=spf1 -all`. */
export function sendsNoMail({ txt }: Names): boolean {
  return txt.kind === 'records' && txt.records.some((record) => /^v=spf1\s+-all\s*$/i.test(record));
}

/** Whether the domain says that it receives no mail (RFC 7505). */
export function receivesNoMail({ mx }: Names): boolean {
  return mx.kind === 'records' && mx.records.length === 1 && /^0\s+\.?$/.test(mx.records[0] ?? '');
}
