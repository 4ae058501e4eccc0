import type { House } from '#engines/house.ts';
import { triedName } from '#kernel/hashed.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type PersonCard, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { readConcerned } from '../read-concerned.ts';
import type { SureRecord } from '../read-touched.ts';
import { type Chosen, concernedBy } from './choice.ts';

/** A record and who is behind it; `card`: `null`: nobody knows. */
interface Resolved {
  readonly record: SureRecord;
  readonly card: PersonCard | null;
}

/**
 * Asks the directory who is behind each record that was chosen, in batches. An account of which only the typed name is known is its bearer's,
 * when that is one of these people. Whoever calls it has a reason and writes it down. Throws DIRECTORY_DOWN, DIRECTORY_ANSWER_INVALID.
 */
export async function* resolveConcerned(house: House, org: OrgId, chosen: Chosen): AsyncGenerator<readonly Resolved[]> {
  // Accounts come before the records among whose people their bearers are looked for.
  const unnamed = new Map<string, SureRecord>();
  for await (const batch of readConcerned(house.telemetry, org, concernedBy(chosen))) {
    for (const record of batch) if (record.kind === UNNAMED_ACCOUNT) unnamed.set(record.ref, record);
    const named = batch.filter((record) => record.kind !== UNNAMED_ACCOUNT);
    const { people } = await house.ports.resolvePeople(org, chosen.shop, named);
    yield named.map((record) => ({ record, card: people.get(record.ref) ?? null }));
    if (unnamed.size === 0) continue;
    for (const card of new Set(people.values())) {
      for (const tried of [card.email, card.customer].map((name) => hashOf(house, org, name))) {
        const record = unnamed.get(tried);
        if (record !== undefined) yield [{ record, card }];
        unnamed.delete(tried);
      }
    }
  }
  yield [...unnamed.values()].map((record) => ({ record, card: null }));
}

function hashOf(house: House, org: OrgId, name: string): string {
  const { purpose, text } = triedName(name);
  return house.secrets.mac(org, purpose, text);
}
