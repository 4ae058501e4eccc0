import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { listRuns } from '../store.ts';

interface RunsCardProps {
  readonly runs: Awaited<ReturnType<typeof listRuns>>;
}

const tones = { passed: 'ok', failed: 'bad', unknown: 'unknown' } as const;

/** The journeys of a check that are kept, each a link to its pictures. */
export function RunsCard({ runs }: RunsCardProps) {
  const { t } = useView();
  return (
    <Card heading={t('watch.journey.kept')} foot={t('watch.journey.kept-foot')}>
      <DataTable
        caption={t('watch.journey.kept')}
        rows={runs}
        prefix="runs"
        empty={<EmptyState heading={t('watch.journey.none')} />}
        columns={[
          {
            key: 'at',
            label: t('watch.journey.made'),
            cell: ({ id, at }) => (
              <a href={`/watch/journeys/${id}`}>
                <Time at={at} />
              </a>
            ),
          },
          {
            key: 'outcome',
            label: t('watch.journey.outcome'),
            cell: ({ outcome }) => <Pill tone={tones[outcome]}>{t(`watch.journey.is-${outcome}`)}</Pill>,
          },
          { key: 'ms', label: 'ms', align: 'number', cell: ({ ms }) => ms },
          { key: 'reason', label: t('watch.journey.reason'), cell: ({ reason }) => reason },
        ]}
      />
    </Card>
  );
}
