import { readPeople } from '#engines/identity/people.ts';
import type { Tx } from '#engines/state/types.ts';
import { listMembers } from './readers.ts';

/** Names of the organisation's own people by their ids: for who decided what. Who left is no longer named. */
export async function readMemberNames(db: Tx): Promise<ReadonlyMap<string, string>> {
  const people = await readPeople(
    db,
    (await listMembers(db)).map(({ person }) => person),
  );
  return new Map(people.map(({ id, name }) => [id, name]));
}
