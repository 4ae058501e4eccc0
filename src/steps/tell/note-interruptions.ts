import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, SECOND } from '#kernel/time.ts';
import { tellTables } from './store.ts';
import { noteInterruption } from './verbs/note-interruption.ts';

/** How long an unknown letter waits before it is sent once more. */
const UNKNOWN_PAUSE_MS = 30 * SECOND;
const AT_ONCE = 500;

/**
 * Letters whose sender stopped between handing them over and hearing the answer: nobody knows whether the server took them. They become
 * `unknown`; the first time they are sent once more under the same Message-ID, because for a legal duty a second copy is better than none;
 * the second time they stay `unknown` until a person settles them.
 */
export async function noteInterruptions(house: House): Promise<number> {
  const now = house.clock.now();
  const lost = await house.state.everywhere((db) =>
    tellTables(db)
      .selectFrom('letters')
      .select(['org_id', 'id'])
      .where('state', '=', 'sending')
      .where('leased_until', '<', now)
      .limit(AT_ONCE)
      .execute(),
  );
  for (const [org, letters] of Map.groupBy(lost, (letter) => letter.org_id as OrgId)) {
    const scope = { house, org, actor: { kind: 'system', id: 'tell.sender', role: 'system' } } as const;
    await noteInterruption(scope, { letters: letters.map((letter) => letter.id), dueAt: addMs(now, UNKNOWN_PAUSE_MS) });
  }
  return lost.length;
}
