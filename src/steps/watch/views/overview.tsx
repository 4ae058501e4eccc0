import type { Shop } from '#registry/types.ts';
import { Sparkline } from '#web/charts/sparkline.tsx';
import { StatusBars } from '#web/charts/status-bars.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { barsOf, type FlapSpan, markFlapping, type Slot } from '../checks/hours-of-day.ts';
import type { PlannedWork } from '../planned-work.ts';
import { rankOf, type Stand, standOf } from '../stand-of.ts';
import type { WatchCheck } from '../store.ts';
import { PlannedWorkCard } from './planned-work-card.tsx';

interface OverviewProps {
  readonly checks: readonly WatchCheck[];
  readonly shops: readonly Shop[];
  readonly slots: ReadonlyMap<string, readonly Slot[]>;
  /** When checks came and went, by check. */
  readonly spans: ReadonlyMap<string, readonly FlapSpan[]>;
  readonly now: Date;
  readonly planned: readonly PlannedWork[];
  /** Whether this person may plan work. */
  readonly mayPlan: boolean;
  /** Why planned work was not taken. */
  readonly workError?: string | undefined;
}

export const tones: Readonly<Record<'up' | 'down' | 'unknown', Tone>> = { up: 'ok', down: 'bad', unknown: 'unknown' };

/** Every check with its state, its last day and its times; failures first. */
export function Overview({ checks, shops, slots, spans, now, planned, mayPlan, workError }: OverviewProps) {
  const { t } = useView();
  const shopName = (id: string) => shops.find((shop) => shop.id === id)?.name ?? id;
  const rows = [...checks].sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <>
      <Card heading={t('watch.checks.heading')}>
        <DataTable
          caption={t('watch.checks.heading')}
          rows={rows}
          pageSize={25}
          textOf={(check) => `${check.name} ${shopName(check.shop)}`}
          empty={<EmptyState heading={t('watch.checks.none')} />}
          columns={[
            {
              key: 'name',
              label: t('watch.check.name'),
              cell: (check) => <a href={`/watch/checks/${check.id}`}>{check.name}</a>,
              sortBy: (check) => check.name,
            },
            { key: 'shop', label: t('watch.check.shop'), cell: (check) => shopName(check.shop), filterBy: (check) => shopName(check.shop) },
            {
              key: 'state',
              label: t('watch.check.state'),
              cell: (check) => <State check={check} checks={checks} />,
              sortBy: rankOf,
              filterBy: standOf,
              filterLabel: (state) => t(`watch.state.${state}`),
            },
            {
              key: 'day',
              label: t('watch.check.day'),
              cell: (check) => (
                <StatusBars
                  bars={markFlapping(barsOf(slots.get(check.id) ?? [], now), spans.get(check.id) ?? [], now)}
                  label={t('watch.check.day-of', { name: check.name })}
                />
              ),
            },
            { key: 'times', label: t('watch.check.times'), cell: (check) => <Times check={check} slots={slots.get(check.id) ?? []} /> },
            {
              key: 'since',
              label: t('watch.check.since'),
              cell: (check) => <Time at={check.standing.since} />,
              sortBy: (check) => check.standing.since,
            },
          ]}
        />
      </Card>
      {mayPlan ? <PlannedWorkCard shops={shops} planned={planned} now={now} error={workError} /> : null}
    </>
  );
}

const standTones: Readonly<Record<Stand, Tone>> = { ...tones, paused: 'unknown', flapping: 'bad', behind: 'warn', hint: 'warn' };

export function StatePill({ check }: { readonly check: WatchCheck }) {
  const { t } = useView();
  const stand = standOf(check);
  return <Pill tone={standTones[stand]}>{t(`watch.state.${stand}`)}</Pill>;
}

/** The pill, and the check that this one stands behind. */
function State({ check, checks }: { readonly check: WatchCheck; readonly checks: readonly WatchCheck[] }) {
  const parent = standOf(check) === 'behind' ? checks.find((one) => one.id === check.behind) : undefined;
  return (
    <>
      <StatePill check={check} />
      {parent === undefined ? null : (
        <small class="block">
          <a href={`/watch/checks/${parent.id}`}>{parent.name}</a>
        </small>
      )}
    </>
  );
}

function Times({ check, slots }: { readonly check: WatchCheck; readonly slots: readonly Slot[] }) {
  const { t } = useView();
  const values = slots.map((slot) => slot.ms);
  const last = check.lastMs === null ? null : Math.round(check.lastMs);
  if (values.every((value) => value === null)) return <span class="soft">{t('watch.check.no-times')}</span>;
  return (
    <>
      <Sparkline values={values} label={t('watch.check.times-of', { name: check.name })} /> {last === null ? '' : `${last} ms`}
    </>
  );
}
