import { localTime } from '#kernel/local-time.ts';
import { formatTime } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { readGap } from './checks/gap-reason.ts';

interface Reader {
  readonly t: Translate;
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** A reason as a person reads it: a gap in their language and by the clock on their wall, anything else as it was told. Pure. */
export function sayReason(reason: string, { t, locale, timeZone }: Reader): string {
  const gap = readGap(reason);
  if (gap === null) return reason;
  const isOneDay = localTime(gap.from.getTime(), timeZone).day === localTime(gap.to.getTime(), timeZone).day;
  const from = formatTime(gap.from, locale, timeZone, 'moment');
  return t('watch.reason.gap', { from, to: formatTime(gap.to, locale, timeZone, isOneDay ? 'minute' : 'moment') });
}
