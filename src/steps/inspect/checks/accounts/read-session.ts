import type { SessionLook } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';
import { type Judgement, unknown } from '../check.ts';
import { accountsOf } from './read-accounts.ts';

/** Judges the test account’s session, or says why there is none. */
export function withSession(inspection: Inspection, judge: (session: SessionLook) => Judgement): Judgement {
  const { session } = accountsOf(inspection);
  if (!session || session.kind === 'unknown') return unknown(session?.reason ?? 'The test account was not signed in.');
  return judge(session.value);
}
