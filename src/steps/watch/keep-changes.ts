import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { noteStates, type StateNote } from './verbs/note-states.ts';

interface Waiting {
  readonly org: OrgId;
  readonly note: StateNote;
}

const AT_ONCE = 200;

/** Writes changes of state one batch after the other, in their order, beside the looking: a thousand changes do not hold up a look. */
export function openChanges(house: House) {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, AT_ONCE);
      try {
        for (const [org, group] of Map.groupBy(batch, (one) => one.org)) {
          const scope = { house, org, actor: { kind: 'system', id: 'watch', role: 'system' } } as const;
          await noteStates(scope, { notes: group.map((one) => one.note) });
        }
        waiting = waiting.slice(batch.length);
      } catch (thrown) {
        // A change that was noted already is recognised and left alone, so the whole batch may be tried again.
        house.log.error('changes of state could not be noted and are tried again', { reason: messageOf(thrown), waiting: waiting.length });
        await house.clock.sleep(1_000);
      }
    }
  };

  return {
    add: (org: OrgId, note: StateNote) => {
      waiting.push({ org, note });
      writing ??= write().finally(() => {
        writing = null;
      });
    },
    isWaiting: (check: string) => waiting.some((one) => one.note.check === check),
    settle: async () => {
      await writing;
    },
  };
}
