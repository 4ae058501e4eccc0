import type { Shop } from '#registry/types.ts';
import { GraphChart } from '#web/charts/graph-chart.tsx';
import { Card } from '#web/components/card.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Tabs } from '#web/components/tabs.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import type { MapEdge } from '../make-map.ts';
import type { ServiceLook } from '../service-look.ts';
import type { Slo, SystemNote } from '../store.ts';
import { GoalsTable } from './goals-table.tsx';
import { MachinesTable } from './machines-table.tsx';
import { PeakCard, type PeakCardProps } from './peak-card.tsx';
import { SystemsTable } from './systems-table.tsx';
import { byNeed, hrefOfSystem, idOf, sayState, showRate, stateTones, titleOf } from './words.ts';

interface SystemsPageProps {
  readonly shops: readonly Shop[];
  readonly shop: Shop;
  /** `null`: no system sends traces, or nobody looked yet. */
  readonly seen: { readonly at: Date; readonly look: ServiceLook } | null;
  readonly notes: readonly SystemNote[];
  readonly slos: readonly Slo[];
  readonly room: PeakCardProps;
  /** A ready configuration of the collector. */
  readonly config: string;
  /** One line that sets a machine up. */
  readonly agent: string;
  /** The same for a Prometheus server. */
  readonly prometheus: string;
}

/** More boxes nobody reads: the rest stands in the table. */
const MOST_BOXES = 36;

/** The systems of a shop: who calls whom, how each does, which goals hold. */
export function SystemsPage({ shops, shop, seen, notes, slos, room, config, agent, prometheus }: SystemsPageProps) {
  const { t } = useView();
  const tabs = shops.map((one) => ({ href: `/watch/systems?shop=${one.id}`, label: one.name, current: one.id === shop.id }));
  return (
    <>
      {shops.length > 1 ? <Tabs label={t('watch.check.shop')} tabs={tabs} /> : null}
      {seen === null ? (
        <Card>
          <EmptyState heading={t('watch.services.none')}>{t('watch.services.none-text')}</EmptyState>
        </Card>
      ) : (
        <>
          <Seen {...{ shop, notes, slos }} at={seen.at} look={seen.look} />
          <PeakCard {...room} />
        </>
      )}
      <Card heading={t('watch.services.send')}>
        <Fold summary={t('watch.services.send-fold')} open={seen === null}>
          <p>{t('watch.services.send-line')}</p>
          <Verbatim text={agent} />
          <p>{t('watch.services.send-text')}</p>
          <Verbatim text={config} />
        </Fold>
        <Fold summary={t('watch.services.send-prometheus')}>
          <p>{t('watch.services.send-prometheus-text')}</p>
          <Verbatim text={prometheus} />
        </Fold>
      </Card>
    </>
  );
}

interface SeenProps extends Pick<SystemsPageProps, 'shop' | 'notes' | 'slos'> {
  readonly at: Date;
  readonly look: ServiceLook;
}

function Seen({ shop, notes, slos, at, look }: SeenProps) {
  const { t } = useView();
  const systems = [...look.systems].sort(byNeed);
  return (
    <>
      {systems.length > 0 ? (
        <Card
          heading={t('watch.services.map')}
          foot={
            <>
              {t('watch.services.map-foot')} {t('watch.services.looked-at')} <Time at={at} as="second" />
            </>
          }
        >
          <SystemsMap {...{ shop, notes, look }} />
          {systems.length > MOST_BOXES ? <p class="soft">{t('watch.services.map-more', { count: systems.length - MOST_BOXES })}</p> : null}
        </Card>
      ) : null}
      {systems.length > 0 ? <SystemsTable shop={shop} systems={systems} notes={notes} /> : null}
      <MachinesTable shop={shop} machines={look.machines ?? []} />
      {slos.length > 0 ? (
        <Card heading={t('watch.services.goals')} foot={t('watch.services.goals-foot')}>
          <GoalsTable {...{ shop, notes, slos }} judged={look.slos} isNamed mayChange={false} />
        </Card>
      ) : null}
    </>
  );
}

function SystemsMap({ shop, notes, look }: Pick<SeenProps, 'shop' | 'notes' | 'look'>) {
  const { t, locale } = useView();
  const shown = [...look.systems].sort(byNeed).slice(0, MOST_BOXES);
  // What is arranged alike is drawn alike at every look, however states change.
  const nodes = shown
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .map((one) => ({
      ...{
        id: idOf(one),
        name: titleOf(one, notes),
        tone: stateTones[one.state],
        href: hrefOfSystem(shop.id, one),
        isOutside: one.outside,
      },
      note: one.state === 'fine' ? t('watch.services.per-minute-short', { rate: showRate(one.now.perMinute, locale) }) : sayState(one, t),
    }));
  const edges = look.edges.map(({ from, to, standing }: MapEdge) => ({
    ...{ from: idOf(from), to: idOf(to) },
    tone: standing === null || standing.state === 'few' ? ('calm' as const) : stateTones[standing.state],
  }));
  const bad = look.systems.filter(({ state }) => state === 'bad').length;
  return (
    <GraphChart
      label={t('watch.services.map-label', { systems: look.systems.length, edges: look.edges.length, bad })}
      {...{ nodes, edges }}
    />
  );
}
