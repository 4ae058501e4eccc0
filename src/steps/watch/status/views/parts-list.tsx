import { Pill } from '#web/components/pill.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { ShownPart } from '../snapshot.ts';
import type { PartState } from '../status-words.ts';
import { DayBars } from './day-bars.tsx';

export const partTones: Readonly<Record<PartState, Tone>> = { fine: 'ok', trouble: 'bad', work: 'warn', unknown: 'unknown' };

/** What customers do at the shop, how it stands, and how it stood in the last ninety days. */
export function PartsList({ parts }: { readonly parts: readonly ShownPart[] }) {
  const { t } = useView();
  return (
    <section class="status-parts" aria-labelledby="parts">
      <h2 id="parts">{t('watch.status.parts')}</h2>
      <ul class="status-list">
        {parts.map(({ part, state, days }) => (
          <li>
            <div class="status-part">
              <h3>{t(`watch.status.part.${part}`)}</h3>
              <Pill tone={partTones[state]}>{t(`watch.status.state.${state}`)}</Pill>
            </div>
            <DayBars days={days} label={t('watch.status.days-of', { part: t(`watch.status.part.${part}`) })} />
            <div class="status-ends" aria-hidden="true">
              <span>{t('watch.status.oldest')}</span>
              <span>{t('watch.status.today')}</span>
            </div>
          </li>
        ))}
      </ul>
      <ul class="status-legend" aria-label={t('watch.status.legend')}>
        {(['fine', 'trouble', 'work', 'unknown'] as const).map((state) => (
          <li>
            <i class={`swatch-${state}`} aria-hidden="true" />
            {t(`watch.status.legend.${state}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
