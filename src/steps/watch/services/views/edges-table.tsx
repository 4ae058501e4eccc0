import type { Shop } from '#registry/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { MapEdge } from '../make-map.ts';
import type { Signals } from '../signals.ts';
import type { SystemNote } from '../store.ts';
import { Beside } from './systems-table.tsx';
import { hrefOfSystem, sayState, showMs, showRate, showShare, stateTones, titleOf } from './words.ts';

interface Props {
  readonly shop: Shop;
  readonly notes: readonly SystemNote[];
  readonly edges: readonly MapEdge[];
  /** Whether it calls the others, or they call it. */
  readonly way: 'calls' | 'called';
}

/** Whom a system calls, or who calls it, with the golden signals of those calls. */
export function EdgesTable({ shop, notes, edges, way }: Props) {
  const { t, locale } = useView();
  if (edges.length === 0) return null;
  const other = (edge: MapEdge) => (way === 'calls' ? edge.to : edge.from);
  const figure = (show: (signals: Signals) => string) =>
    function Figure({ standing }: MapEdge) {
      return standing === null ? <>–</> : <Beside now={standing.now} before={standing.before} show={show} />;
    };
  return (
    <Card heading={t(`watch.services.${way}`)}>
      <DataTable
        caption={t(`watch.services.${way}`)}
        rows={edges}
        prefix={way}
        columns={[
          {
            key: 'other',
            label: t('watch.services.system'),
            cell: (edge) => <a href={hrefOfSystem(shop.id, other(edge))}>{titleOf(other(edge), notes)}</a>,
          },
          {
            key: 'state',
            label: t('watch.check.state'),
            cell: ({ standing }) =>
              standing === null ? (
                <Pill tone="unknown">{t('watch.services.uncounted')}</Pill>
              ) : (
                <Pill tone={stateTones[standing.state]}>{sayState(standing, t)}</Pill>
              ),
          },
          { key: 'rate', label: t('watch.services.rate'), align: 'number', cell: figure((signals) => showRate(signals.perMinute, locale)) },
          {
            key: 'errors',
            label: t('watch.services.errors'),
            align: 'number',
            cell: figure((signals) => showShare(signals.errorShare, locale)),
          },
          { key: 'p95', label: t('watch.services.p95'), align: 'number', cell: figure((signals) => showMs(signals.p95, locale)) },
        ]}
      />
    </Card>
  );
}
