import { HOUR } from '#kernel/time.ts';

export type FilingKind = 'first' | 'supplement' | 'withdrawal';

interface Filing {
  readonly kind: FilingKind;
  readonly at: Date;
}

/** The notification that holds: the latest first one that was not withdrawn. `null` while the authority has not been told. Pure. */
export function notificationOf<F extends Filing>(oldestFirst: readonly F[]): F | null {
  return oldestFirst.reduce<F | null>((holds, one) => (one.kind === 'first' ? one : one.kind === 'withdrawal' ? null : holds), null);
}

/** Whether a notification was withdrawn and none was made since: then no clock runs either. */
export function isWithdrawn(oldestFirst: readonly Filing[]): boolean {
  return oldestFirst.length > 0 && notificationOf(oldestFirst) === null;
}

/** Whole hours between becoming aware and telling the authority; never negative. */
export function hoursAfter(aware: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - aware.getTime()) / HOUR));
}
