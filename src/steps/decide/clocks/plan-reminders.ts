import { addMs } from '#kernel/time.ts';

/** How much of a term has passed when people are reminded, in percent. */
export const reminderShares = [50, 75, 90, 100] as const;
export type ReminderShare = (typeof reminderShares)[number];

export interface KnownReminder {
  readonly share: ReminderShare;
  readonly dueAt: Date;
  readonly remindAt: Date;
  readonly state: 'pending' | 'sent' | 'dropped';
}

interface Term {
  readonly anchorAt: Date;
  readonly dueAt: Date;
  /** Whether somebody must still do it: neither met nor dropped. */
  readonly isRunning: boolean;
}

/**
 * The reminders a clock should have, from those it has. One that was sent stays sent, whatever the machine's clock does; only when the
 * deadline itself moved so that its moment lies ahead again is it sent once more. Pure.
 */
export function planReminders({ anchorAt, dueAt, isRunning }: Term, known: readonly KnownReminder[], now: Date): KnownReminder[] {
  return reminderShares.map((share) => {
    const remindAt = momentOf(share, anchorAt, dueAt);
    const before = known.find((one) => one.share === share);
    const moved = before !== undefined && before.dueAt.getTime() !== dueAt.getTime();
    const isSent = before?.state === 'sent' && !(moved && remindAt > now);
    return { share, dueAt, remindAt, state: isSent ? 'sent' : isRunning ? 'pending' : 'dropped' };
  });
}

/** When that share of the term has passed: elapsed time, so that no zone and no change of the clocks moves it. Pure. */
export function momentOf(share: ReminderShare, anchorAt: Date, dueAt: Date): Date {
  return addMs(anchorAt, Math.round(((dueAt.getTime() - anchorAt.getTime()) * share) / 100));
}
