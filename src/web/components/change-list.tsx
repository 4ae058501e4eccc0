import type { ShopChange } from '#kernel/shop-change.ts';
import type { Translate } from '../types.ts';
import { useView } from '../view-context.ts';
import { formatTime, Time } from './time.tsx';

interface ChangeListProps {
  /** Oldest first, as the numbered lines of a chart. */
  readonly changes: readonly ShopChange[];
  /** Who looks: what they did themselves is called theirs. */
  readonly person: string | null;
}

/** What changed, numbered as the lines of the chart above it: when, what, by whom. */
export function ChangeList({ changes, person }: ChangeListProps) {
  const { t, locale, timeZone } = useView();
  return (
    <ol>
      {changes.map((change, nth) => {
        const words = t(`web.change.${change.what}`, { name: change.name });
        return (
          <li>
            <b>{nth + 1}</b> <Time at={change.at} /> {change.href === null ? words : <a href={change.href}>{words}</a>}
            {change.by === null ? null : <span class="soft"> · {whoOf(change.by, person, t)}</span>}
            {change.certificate === undefined ? null : (
              <span class="soft">
                {' · '}
                {t('web.change.certificate-now', wordsOf(change.certificate.to, locale, timeZone))}
                {' · '}
                {t('web.change.certificate-before', wordsOf(change.certificate.from, locale, timeZone))}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function whoOf({ kind, id, role }: NonNullable<ShopChange['by']>, person: string | null, t: Translate): string {
  if (kind === 'person') return id === person ? t('web.change.by-you') : t('web.role', { role });
  return t('web.change.by-key');
}

type Certificate = NonNullable<ShopChange['certificate']>['to'];

/** A serial number is as long as forty digits: its end tells two apart. */
function wordsOf({ issuer, serial, until }: Certificate, locale: string, timeZone: string) {
  const short = serial.length > 12 ? `…${serial.slice(-12)}` : serial;
  return { issuer, serial: short, until: formatTime(until, locale, timeZone) };
}
