import type { ShopChange } from '#kernel/shop-change.ts';
import type { Shop } from '#registry/types.ts';
import { LineChart } from '#web/charts/line-chart.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Stat } from '#web/components/stat.tsx';
import { useView } from '#web/view-context.ts';
import type { Forecasts } from '../forecast/forecasts-of.ts';
import type { MapEdge, MapSystem, SystemRef } from '../make-map.ts';
import type { readBudget } from '../read-budget.ts';
import type { SeriesPiece } from '../read-series.ts';
import type { LookSlo } from '../service-look.ts';
import type { Slo, SystemNote } from '../store.ts';
import { DescribeCard } from './describe-card.tsx';
import { EdgesTable } from './edges-table.tsx';
import { ForecastCard } from './forecast-card.tsx';
import { type GoalForm, GoalFormFold } from './goal-form.tsx';
import { GoalsTable } from './goals-table.tsx';
import { SignalCharts } from './signal-charts.tsx';
import { sayGoal, sayState, showMs, showRate, showShare, stateTones, titleOf } from './words.ts';

export interface SystemPageProps {
  readonly shop: Shop;
  readonly system: SystemRef;
  /** `null`: nothing was heard of it for a week. */
  readonly seen: MapSystem | null;
  readonly edges: readonly MapEdge[];
  readonly notes: readonly SystemNote[];
  readonly slos: readonly Slo[];
  readonly judged: readonly LookSlo[];
  readonly budgets: ReadonlyMap<string, Awaited<ReturnType<typeof readBudget>>>;
  readonly pieces: readonly SeriesPiece[];
  readonly before: readonly SeriesPiece[];
  readonly changes: readonly ShopChange[];
  /** `null`: it is outside, nobody knows its room. */
  readonly forecasts: Forecasts | null;
  /** ms since 1970. */
  readonly now: number;
  readonly person: string | null;
  readonly mayChange: boolean;
  readonly goal: GoalForm | undefined;
  /** Why a description was not taken. */
  readonly wrong: string | undefined;
}

/** One system: its golden signals with what changed, whom it calls and who calls it, its goals, what people say about it. */
export function SystemPage(props: SystemPageProps) {
  const { t } = useView();
  const { shop, system, seen, edges, notes, changes, pieces, before, forecasts, now, person, mayChange, wrong } = props;
  const isMine = (one: SystemRef) => one.name === system.name && one.outside === system.outside;
  const note = notes.find(isMine) ?? null;
  return (
    <>
      {seen === null ? <EmptyState heading={t('watch.services.forgotten')} /> : <Signals seen={seen} />}
      <Card heading={t('watch.services.day')} foot={t('watch.services.day-foot')}>
        <SignalCharts {...{ pieces, before, changes }} name={titleOf(system, notes)} />
      </Card>
      <Card heading={t('watch.services.changed')} foot={t('watch.services.changed-foot')}>
        {changes.length === 0 ? <p class="soft">{t('watch.services.changed-none')}</p> : <ChangeList changes={changes} person={person} />}
      </Card>
      <EdgesTable {...{ shop, notes }} edges={edges.filter(({ from }) => isMine(from))} way="calls" />
      <EdgesTable {...{ shop, notes }} edges={edges.filter(({ to }) => isMine(to))} way="called" />
      {system.outside ? null : <Goals {...props} />}
      {forecasts === null ? null : <ForecastCard name={titleOf(system, notes)} {...{ forecasts, now }} />}
      <DescribeCard {...{ shop, system, seen, note, person, mayChange, wrong }} />
    </>
  );
}

function Signals({ seen }: { readonly seen: MapSystem }) {
  const { t, locale } = useView();
  const { now, before, saturation } = seen;
  const then = (value: string) => (before === null ? t('watch.services.before-unknown') : t('watch.services.before', { value }));
  const [fullest] = saturation.filter(({ share }) => share !== null).sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const isKnown = seen.state !== 'unwatched';
  return (
    <>
      <p>
        <Pill tone={stateTones[seen.state]}>{sayState(seen, t)}</Pill>
      </p>
      <Grid columns={4}>
        <Stat
          label={t('watch.services.rate')}
          value={isKnown ? showRate(now.perMinute, locale) : null}
          note={then(showRate(before?.perMinute ?? 0, locale))}
        />
        <Stat
          label={t('watch.services.errors')}
          value={now.errorShare === null ? null : showShare(now.errorShare, locale)}
          note={then(showShare(before?.errorShare ?? null, locale))}
          {...(seen.why.includes('fails') ? { tone: 'bad' as const } : {})}
        />
        <Stat
          label={t('watch.services.p95')}
          value={now.p95 === null ? null : showMs(now.p95, locale)}
          note={
            <>
              {t('watch.services.p50-p99', { p50: showMs(now.p50, locale), p99: showMs(now.p99, locale) })};{' '}
              {then(showMs(before?.p95 ?? null, locale))}
            </>
          }
        />
        <Stat
          label={t('watch.services.full')}
          value={fullest === undefined ? null : showShare(fullest.share, locale)}
          note={
            saturation.length === 0
              ? t('watch.services.full-unknown')
              : saturation
                  .map(({ what, share, length, host }) =>
                    share === null
                      ? t('watch.services.waiting', { count: length ?? 0 })
                      : `${host === '' ? '' : `${host} `}${t(`watch.services.full.${what}`)} ${showShare(share, locale)}`,
                  )
                  .join(', ')
          }
        />
      </Grid>
    </>
  );
}

function Goals({ shop, system, edges, notes, slos, judged, budgets, mayChange, goal }: SystemPageProps) {
  const { t, locale } = useView();
  const fars = edges
    .filter(({ from }) => from.name === system.name && !from.outside)
    .flatMap((edge) => edge.fars.filter((far) => far !== '').map((far) => ({ value: far, label: titleOf(edge.to, notes) })));
  return (
    <Card heading={t('watch.services.goals')} foot={t('watch.services.goals-foot')}>
      <GoalsTable {...{ shop, notes, slos, judged, mayChange }} isNamed={false} />
      {slos.map((slo) => {
        const points = (budgets.get(slo.slo) ?? []).map(
          ([at, left]) => [at, left === null ? null : Math.round(left * 1_000) / 10] as const,
        );
        if (points.every(([, left]) => left === null)) return null;
        const what = `${slo.far === '' ? '' : `→ ${titleOf({ name: slo.far, outside: true }, notes)}: `}${sayGoal(slo, t, locale)}`;
        return (
          <>
            <h3>{t('watch.services.budget-of', { goal: what })}</h3>
            <LineChart
              points={points}
              name={t('watch.services.left')}
              unit="%"
              height={150}
              label={t('watch.services.budget-label', { goal: what })}
            />
          </>
        );
      })}
      {mayChange ? <GoalFormFold {...{ shop, fars }} service={system.name} sent={goal} /> : null}
    </Card>
  );
}
