import type { House } from '#engines/house.ts';
import type { PersonId } from '#kernel/ids.ts';
import { listMemberships, noteAccess, noteRefusedSignIn } from '#registry/index.ts';

type Noted = Parameters<typeof noteAccess>[1];

/** Writes what a person did at the door into the ledger of each of their organisations. */
export async function note(house: House, person: PersonId, what: Noted): Promise<void> {
  for (const { id: org, role } of await listMemberships(house.state, person)) {
    await noteAccess({ house, org, actor: { kind: 'person', id: person, role } }, what);
  }
}

/** Writes a refused sign-in into the ledger of each organisation of the account. */
export async function noteRefused(house: House, person: PersonId | null, reason: 'password' | 'code' | 'passkey'): Promise<void> {
  if (person === null) return;
  for (const { id: org } of await listMemberships(house.state, person)) {
    await noteRefusedSignIn({ house, org, actor: { kind: 'system', id: 'sign-in', role: 'system' } }, { person, reason });
  }
}
