import { isPatient } from './kinds/kinds.ts';
import type { Running } from './running.ts';

const AT_ONCE = 100;

/** How many looks are made at once. Those that wait for minutes have turns of their own, so that they never hold up the others. */
export function openTurns() {
  const quick = new Set<Promise<void>>();
  const patient = new Set<Promise<void>>();
  return {
    /** Begins the look when it is due and there is a turn for it. */
    take: (one: Running, now: number, look: (one: Running) => Promise<void>): void => {
      const turns = isPatient(one.check.target.kind) ? patient : quick;
      if (one.busy || one.due > now || turns.size >= AT_ONCE) return;
      const work = look(one);
      turns.add(work);
      void work.finally(() => turns.delete(work));
    },
    /** Resolves when no look is under way. */
    settle: async (): Promise<void> => {
      await Promise.all([...quick, ...patient]);
    },
  };
}
