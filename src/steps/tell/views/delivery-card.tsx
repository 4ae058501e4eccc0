import { Card } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { LetterCounts } from '../finish-round.ts';
import type { NoticeRow } from '../store.ts';

interface DeliveryCardProps {
  readonly row: NoticeRow;
  readonly counts: LetterCounts;
  readonly pagePath: string | null;
}

/** What became of the letters: a bar over all of them, the first and the last, and in numbers what is not simply sent. */
export function DeliveryCard({ row, counts, pagePath }: DeliveryCardProps) {
  const { t } = useView();
  const left = counts.queued + counts.sending;
  const trouble = counts.failed + counts.unknown;
  const numbers = [
    { key: t('tell.delivery.sent'), count: counts.sent, always: true },
    { key: t('tell.delivery.left'), count: left, always: false },
    { key: t('tell.delivery.failed'), count: counts.failed, always: true },
    { key: t('tell.delivery.unknown'), count: counts.unknown, always: true },
    { key: t('tell.delivery.no-address'), count: counts['no-address'], always: true },
    { key: t('tell.delivery.told-otherwise'), count: counts['told-otherwise'], always: false },
  ];
  return (
    <Card
      heading={t('tell.delivery.heading', { sent: counts.sent, left })}
      tone={trouble > 0 ? 'warn' : left > 0 ? 'calm' : 'ok'}
      actions={pagePath === null ? null : <a href={pagePath}>{t('tell.page.look')}</a>}
    >
      <Bar counts={counts} />
      <div class="grid grid-2">
        <KeyValue
          items={numbers.filter(({ count, always }) => always || count > 0).map(({ key, count }) => ({ key, value: String(count) }))}
        />
        <KeyValue
          items={[
            { key: t('tell.delivery.released'), value: row.released_at ? <Time at={row.released_at} /> : '–' },
            { key: t('tell.delivery.first'), value: counts.first ? <Time at={counts.first} as="clock" /> : '–' },
            { key: t('tell.delivery.last'), value: counts.last ? <Time at={counts.last} as="clock" /> : '–' },
          ]}
        />
      </div>
      {counts.first === null ? <p>{t('tell.delivery.none-yet')}</p> : null}
      {counts.perhapsTwice > 0 ? <p>{t('tell.delivery.twice', { count: counts.perhapsTwice })}</p> : null}
    </Card>
  );
}

/** One bar over all letters: sent, in trouble, without an address; what is left stays empty. */
function Bar({ counts }: Pick<DeliveryCardProps, 'counts'>) {
  const { t } = useView();
  const all =
    counts.sent + counts.queued + counts.sending + counts.failed + counts.unknown + counts['no-address'] + counts['told-otherwise'];
  if (all === 0) return null;
  const parts = [
    { tone: 'f-ok', count: counts.sent + counts['told-otherwise'] },
    { tone: 'f-bad', count: counts.failed },
    { tone: 'f-warn', count: counts.unknown + counts['no-address'] },
  ];
  let x = 0;
  return (
    <svg
      class="progress"
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('tell.delivery.bar', { sent: counts.sent, all })}
    >
      {parts.map(({ tone, count }) => {
        const from = x;
        const width = (count / all) * 1_000;
        x += width;
        return width === 0 ? null : <rect class={tone} x={from.toFixed(1)} y="0" width={width.toFixed(1)} height="10" />;
      })}
    </svg>
  );
}
