import type { ShopChange } from '#kernel/shop-change.ts';
import type { Shop } from '#registry/types.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { Card } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Tabs } from '#web/components/tabs.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Slot } from '../../checks/hours-of-day.ts';
import type { Job } from '../judge-job.ts';
import type { JudgedQueue, QueueState } from '../judge-queue.ts';
import { JobsTable } from './jobs-table.tsx';
import { showLong } from './show-long.ts';

interface QueuesPageProps {
  readonly shops: readonly Shop[];
  readonly shop: Shop;
  /** What is stuck first. */
  readonly queues: readonly JudgedQueue[];
  readonly jobs: readonly Job[];
  readonly slots: ReadonlyMap<string, readonly Slot[]>;
  /** At the shop, in the last day, oldest first. */
  readonly changes: readonly ShopChange[];
  readonly now: Date;
  readonly person: string | null;
}

const tones: Readonly<Record<QueueState, Tone>> = { stuck: 'bad', growing: 'warn', waiting: 'calm', empty: 'ok', unwatched: 'unknown' };
/** More charts nobody compares; the rest stands in the table. */
const MOST_CHARTS = 6;

/** Queues and jobs of a shop: what is stuck or late first, and how it came to that. */
export function QueuesPage({ shops, shop, queues, jobs, slots, changes, now, person }: QueuesPageProps) {
  const { t } = useView();
  const tabs = shops.map((one) => ({ href: `/watch/queues?shop=${one.id}`, label: one.name, current: one.id === shop.id }));
  const drawn = queues.filter(({ state }) => state !== 'empty').slice(0, MOST_CHARTS);
  return (
    <>
      {shops.length > 1 ? <Tabs label={t('watch.check.shop')} tabs={tabs} /> : null}
      <Card heading={t('watch.queues.queues')} foot={t('watch.queues.queues-foot')}>
        <QueuesTable queues={queues} now={now} />
      </Card>
      {drawn.length === 0 ? null : (
        <Card heading={t('watch.queues.day')} foot={t('watch.queues.day-foot')}>
          {drawn.map((queue) => (
            <QueueCharts queue={queue} changes={changes} now={now} />
          ))}
          {changes.length === 0 ? null : <ChangeList changes={changes} person={person} />}
        </Card>
      )}
      <Card heading={t('watch.queues.jobs')} foot={t('watch.queues.jobs-foot')}>
        <JobsTable shop={shop} jobs={jobs} slots={slots} now={now} />
      </Card>
    </>
  );
}

function QueuesTable({ queues, now }: { readonly queues: readonly JudgedQueue[]; readonly now: Date }) {
  const { t, locale } = useView();
  return (
    <DataTable
      caption={t('watch.queues.queues')}
      prefix="q"
      rows={queues}
      pageSize={25}
      textOf={({ name, where }) => `${name} ${where}`}
      empty={<EmptyState heading={t('watch.queues.none')}>{t('watch.queues.none-text')}</EmptyState>}
      columns={[
        {
          key: 'name',
          label: t('watch.queues.name'),
          cell: ({ name, where }) => (
            <>
              {name}
              {where === '' || where === name ? null : <small class="block soft">{where}</small>}
            </>
          ),
          sortBy: ({ name }) => name,
        },
        {
          key: 'state',
          label: t('watch.check.state'),
          cell: ({ state }) => <Pill tone={tones[state]}>{t(`watch.queues.state.${state}`)}</Pill>,
        },
        {
          key: 'depth',
          label: t('watch.queues.depth'),
          align: 'number',
          cell: ({ depth }) => (depth === null ? t('watch.queues.untold') : Math.round(depth).toLocaleString(locale)),
          sortBy: ({ depth }) => depth,
        },
        {
          key: 'age',
          label: t('watch.queues.age'),
          cell: ({ age, state }) =>
            age === null ? t(state === 'empty' ? 'watch.queues.nothing-waits' : 'watch.queues.untold') : showLong(age * 1_000, t),
          sortBy: ({ age }) => age,
        },
        {
          key: 'since',
          label: t('watch.queues.since'),
          cell: ({ waitsSince }) => (waitsSince === null ? '–' : showLong(now.getTime() - waitsSince, t)),
          sortBy: ({ waitsSince }) => waitsSince,
        },
        { key: 'told', label: t('watch.queues.told'), cell: ({ toldAt }) => <Time at={new Date(toldAt)} /> },
      ]}
    />
  );
}

interface QueueChartsProps {
  readonly queue: JudgedQueue;
  readonly changes: readonly ShopChange[];
  readonly now: Date;
}

function QueueCharts({ queue, changes, now }: QueueChartsProps) {
  const { t } = useView();
  const { name, pieces, state, depth } = queue;
  // The axis goes on until now, so that what just changed stands in it.
  const isKnown = state !== 'unwatched';
  const moments = changes.map(({ at }) => at);
  const minutes = (age: number | null) => (age === null ? null : Math.round(age / 6) / 10);
  const ages = [
    ...pieces.map(({ at, age }) => [new Date(at), minutes(age)] as const),
    [now, isKnown ? minutes(pieces.at(-1)?.age ?? null) : null] as const,
  ];
  return (
    <>
      <h3>{name}</h3>
      {pieces.every(({ most }) => most === null) ? null : (
        <LineChart
          label={t('watch.queues.chart-depth', { name })}
          name={t('watch.queues.depth')}
          height={150}
          points={[...pieces.map(({ at, most }) => [new Date(at), most] as const), [now, isKnown ? depth : null]]}
          moments={moments}
        />
      )}
      {ages.every(([, age]) => age === null) ? null : (
        <LineChart
          label={t('watch.queues.chart-age', { name })}
          name={t('watch.queues.age')}
          unit="min"
          height={150}
          points={ages}
          moments={moments}
        />
      )}
    </>
  );
}
