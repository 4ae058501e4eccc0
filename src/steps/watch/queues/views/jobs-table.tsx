import type { Shop } from '#registry/types.ts';
import { StatusBars } from '#web/charts/status-bars.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { barsOf, type Slot } from '../../checks/hours-of-day.ts';
import { StateWords } from '../../views/state-words.tsx';
import type { Job, JobState } from '../judge-job.ts';
import { showLong } from './show-long.ts';

interface JobsTableProps {
  readonly shop: Shop;
  /** What needs somebody first. */
  readonly jobs: readonly Job[];
  readonly slots: ReadonlyMap<string, readonly Slot[]>;
  readonly now: Date;
}

const tones: Readonly<Record<JobState, Tone>> = {
  ...{ late: 'bad', failed: 'bad', long: 'bad' },
  ...{ running: 'calm', waiting: 'unknown', paused: 'unknown', fine: 'ok' },
};

/** Jobs that tell of themselves: when each ran last, when it is due, how late it is. */
export function JobsTable({ shop, jobs, slots, now }: JobsTableProps) {
  const { t } = useView();
  const whenOf = ({ check }: Job) =>
    check.target.kind !== 'heartbeat'
      ? ''
      : check.target.schedule === ''
        ? t('watch.queues.every', { long: showLong(check.target.period * 1_000, t) })
        : `${check.target.schedule} (${check.target.timeZone})`;
  return (
    <DataTable
      caption={t('watch.queues.jobs')}
      prefix="j"
      rows={jobs}
      pageSize={25}
      textOf={({ check }) => check.name}
      empty={
        <EmptyState
          heading={t('watch.queues.no-jobs')}
          action={<a href={`/watch/new?kind=heartbeat&shop=${shop.id}`}>{t('watch.queues.add-job')}</a>}
        >
          {t('watch.queues.no-jobs-text')}
        </EmptyState>
      }
      columns={[
        {
          key: 'name',
          label: t('watch.queues.job'),
          cell: (job) => (
            <>
              <a href={`/watch/checks/${job.check.id}`}>{job.check.name}</a>
              <small class="block soft">{whenOf(job)}</small>
            </>
          ),
          sortBy: ({ check }) => check.name,
        },
        {
          key: 'state',
          label: t('watch.check.state'),
          cell: ({ state, check }) => (
            <StateWords tone={tones[state]} word={t(`watch.queues.job-state.${state}`)} reason={check.standing.reason} />
          ),
        },
        {
          key: 'done',
          label: t('watch.queues.done'),
          cell: ({ lastDone }) => (lastDone === null ? '–' : <Time at={lastDone} />),
          sortBy: ({ lastDone }) => lastDone,
        },
        { key: 'due', label: t('watch.queues.due'), cell: ({ due }) => (due === null ? '–' : <Time at={due} />), sortBy: ({ due }) => due },
        {
          key: 'late',
          label: t('watch.queues.late'),
          cell: ({ lateMs }) => (lateMs === 0 ? '–' : showLong(lateMs, t)),
          sortBy: ({ lateMs }) => lateMs,
        },
        {
          key: 'day',
          label: t('watch.check.day'),
          cell: ({ check }) => (
            <StatusBars bars={barsOf(slots.get(check.id) ?? [], now)} label={t('watch.check.day-of', { name: check.name })} />
          ),
        },
      ]}
    />
  );
}
