import type { Tx } from '#engines/state/types.ts';
import type { CaseId } from '#kernel/ids.ts';
import type { Answer } from './checks/facts.ts';
import { readVersion } from './store.ts';

/** What follows from a case's latest facts, duty by duty. Throws NOT_FOUND. */
export async function readProposal(db: Tx, id: CaseId): Promise<Readonly<Record<'register' | 'authority' | 'people', Answer>>> {
  const { outcome } = await readVersion(db, id);
  return { register: outcome.register.answer, authority: outcome.authority.answer, people: outcome.people.answer };
}
