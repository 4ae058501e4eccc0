import type { Shop } from '#registry/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Forecasts } from '../forecast/forecasts-of.ts';
import type { Machine } from '../make-machines.ts';
import type { SystemRef } from '../make-map.ts';
import type { SaturationReading } from '../saturation-reading.ts';
import { ForecastCard } from './forecast-card.tsx';
import { machineTones, showReading } from './machines-table.tsx';
import { hrefOfSystem } from './words.ts';

export interface MachinePageProps {
  readonly shop: Shop;
  readonly machine: Machine;
  /** Systems that run on it, or are called by its name. */
  readonly using: readonly SystemRef[];
  readonly forecasts: Forecasts;
  readonly now: number;
}

/** One machine: how full each part of it is, and what runs on it. */
export function MachinePage({ shop, machine, using, forecasts, now }: MachinePageProps) {
  const { t } = useView();
  return (
    <>
      <p>
        <Pill tone={machineTones[machine.state]}>{t(`watch.services.machine-state.${machine.state}`)}</Pill>{' '}
        {machine.last === null ? null : (
          <small class="soft">
            {t('watch.services.last')} <Time at={new Date(machine.last)} as="second" />
          </small>
        )}
      </p>
      <Card heading={t('watch.services.machine-parts')}>
        <Parts readings={machine.saturation} />
      </Card>
      <ForecastCard name={machine.name} isTold={machine.saturation.length > 0} {...{ forecasts, now }} />
      {using.length === 0 ? null : (
        <Card heading={t('watch.services.machine-using')}>
          <ul>
            {using.map((one) => (
              <li>
                <a href={hrefOfSystem(shop.id, one)}>{one.name}</a>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Parts({ readings }: { readonly readings: readonly SaturationReading[] }) {
  const { t, locale } = useView();
  return (
    <DataTable
      caption={t('watch.services.machine-parts')}
      rows={readings}
      empty={<EmptyState heading={t('watch.services.machine-silent')} />}
      columns={[
        { key: 'what', label: t('watch.services.machine-part'), cell: ({ what, part }) => `${t(`watch.services.full.${what}`)} ${part}` },
        { key: 'now', label: t('watch.services.machine-now'), align: 'number', cell: (one) => showReading(one, locale) },
      ]}
    />
  );
}
