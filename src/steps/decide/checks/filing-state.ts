import { HOUR } from '#kernel/time.ts';

export type FilingKind = 'first' | 'supplement' | 'withdrawal';

interface Filing {
  readonly kind: FilingKind;
  readonly at: Date;
  readonly authority?: string;
}

/** The notifications that hold, one for each authority that was told and not told otherwise since, oldest first. Pure. */
function notificationsOf<F extends Filing>(oldestFirst: readonly F[]): readonly F[] {
  const holds = new Map<string, F>();
  for (const one of oldestFirst) {
    const key = nameKey(one.authority ?? '');
    // A withdrawal under a name that was not written like this before can only mean the one that there is.
    if (one.kind === 'withdrawal') holds.delete(holds.has(key) || holds.size !== 1 ? key : ([...holds.keys()][0] ?? key));
    else if (one.kind === 'first') holds.set(key, one);
  }
  return [...holds.values()];
}

/** The notification that holds: the first to any authority that was not withdrawn. `null` while no authority has been told. Pure. */
export function notificationOf<F extends Filing>(oldestFirst: readonly F[]): F | null {
  return notificationsOf(oldestFirst)[0] ?? null;
}

/** The notification to one authority that holds, by any of the names it is written with. Pure. */
export function notificationTo<F extends Filing>(oldestFirst: readonly F[], names: readonly string[]): F | null {
  const keys = new Set(names.map(nameKey));
  return notificationsOf(oldestFirst).find((one) => keys.has(nameKey(one.authority ?? ''))) ?? null;
}

function nameKey(name: string): string {
  return name.trim().toLocaleLowerCase('en').replace(/\s+/g, ' ');
}

/** Whether a notification was withdrawn and none was made since: then no clock runs either. */
export function isWithdrawn(oldestFirst: readonly Filing[]): boolean {
  return oldestFirst.length > 0 && notificationOf(oldestFirst) === null;
}

/** Whole hours between becoming aware and telling the authority; never negative. */
export function hoursAfter(aware: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - aware.getTime()) / HOUR));
}
