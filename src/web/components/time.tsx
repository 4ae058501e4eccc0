import { useView } from '../view-context.ts';

export interface TimeProps {
  readonly at: Date;
  /** `moment` date and time (unless said), `day` the date, `minute` the time, `clock` that with seconds, `second` day, month and that, `exact` all and the zone. */
  readonly as?: 'moment' | 'day' | 'minute' | 'clock' | 'second' | 'exact';
}

const shapes = {
  moment: { dateStyle: 'medium', timeStyle: 'short' },
  day: { dateStyle: 'medium' },
  minute: { timeStyle: 'short' },
  clock: { timeStyle: 'medium' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  exact: {
    ...{ day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant in the reader's language and the organisation's zone; the exact instant is in its title. */
export function Time({ at, as = 'moment' }: TimeProps) {
  const { locale, timeZone } = useView();
  const iso = at.toISOString();
  return (
    <time datetime={iso} title={iso}>
      {formatTime(at, locale, timeZone, as)}
    </time>
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The words of `<Time>`, for texts. English stands in its day-month-year, 24-hour form. */
export function formatTime(at: Date, locale: string, timeZone: string, as: TimeProps['as'] = 'moment'): string {
  const key = `${locale} ${timeZone} ${as}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...shapes[as], timeZone });
    formats.set(key, format);
  }
  return format.format(at);
}
