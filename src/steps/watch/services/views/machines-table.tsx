import type { Shop } from '#registry/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Pill } from '#web/components/pill.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { fullestOf } from '../judge-saturation.ts';
import type { Machine } from '../make-machines.ts';
import type { SaturationReading } from '../saturation-reading.ts';
import { hrefOfMachine, showShare } from './words.ts';

export const machineTones: Readonly<Record<Machine['state'], Tone>> = { full: 'warn', fine: 'ok', unwatched: 'unknown' };
const RANK = { full: 0, unwatched: 1, fine: 2 } as const;
const SHOWN = ['cpu', 'memory', 'disk', 'load'] as const;

/** Every machine with how full its processor, memory and fullest disk are, and its load. */
export function MachinesTable({ shop, machines }: { readonly shop: Shop; readonly machines: readonly Machine[] }) {
  const { t, locale } = useView();
  if (machines.length === 0) return null;
  const shown = (machine: Machine, what: SaturationReading['what']) => fullestOf(machine.saturation).find((one) => one.what === what);
  return (
    <Card heading={t('watch.services.machines')} foot={t('watch.services.machines-foot')}>
      <DataTable
        caption={t('watch.services.machines')}
        rows={[...machines].sort((a, b) => RANK[a.state] - RANK[b.state] || (a.name < b.name ? -1 : 1))}
        pageSize={25}
        prefix="m"
        textOf={({ name }) => name}
        columns={[
          {
            key: 'name',
            label: t('watch.services.machine'),
            cell: ({ name }) => <a href={hrefOfMachine(shop.id, name)}>{name}</a>,
            sortBy: ({ name }) => name,
          },
          {
            key: 'state',
            label: t('watch.check.state'),
            cell: ({ state }) => <Pill tone={machineTones[state]}>{t(`watch.services.machine-state.${state}`)}</Pill>,
          },
          ...SHOWN.map((what) => ({
            key: what,
            label: t(`watch.services.full.${what}`),
            align: 'number' as const,
            cell: (machine: Machine) => {
              const reading = shown(machine, what);
              return (
                <>
                  {showReading(reading, locale)} {reading?.part ? <small class="soft">{reading.part}</small> : null}
                </>
              );
            },
            sortBy: (machine: Machine) => shown(machine, what)?.share ?? shown(machine, what)?.length ?? null,
          })),
        ]}
      />
    </Card>
  );
}

/** A share as per cent, a length as a number; nothing told is a dash, never zero. */
export function showReading(reading: SaturationReading | undefined, locale: string): string {
  if (reading === undefined) return '–';
  if (reading.share !== null) return showShare(reading.share, locale);
  return (reading.length ?? 0).toLocaleString(locale, { maximumFractionDigits: 2 });
}
