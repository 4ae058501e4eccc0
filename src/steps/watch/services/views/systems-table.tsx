import type { Shop } from '#registry/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { MapSystem } from '../make-map.ts';
import type { Signals } from '../signals.ts';
import type { SystemNote } from '../store.ts';
import { hrefOfSystem, sayState, showMs, showRate, showShare, stateTones, titleOf } from './words.ts';

interface Props {
  readonly shop: Shop;
  readonly systems: readonly MapSystem[];
  readonly notes: readonly SystemNote[];
}

/** Every system with its golden signals of the last hour, beside those of a week ago. */
export function SystemsTable({ shop, systems, notes }: Props) {
  const { t, locale } = useView();
  const known = ({ state }: MapSystem) => state !== 'unwatched';
  return (
    <Card heading={t('watch.services.list')} foot={t('watch.services.list-foot')}>
      <DataTable
        caption={t('watch.services.list')}
        rows={systems}
        pageSize={25}
        textOf={(one) => `${titleOf(one, notes)} ${one.name}`}
        columns={[
          {
            key: 'name',
            label: t('watch.services.system'),
            cell: (one) => (
              <>
                <a href={hrefOfSystem(shop.id, one)}>{titleOf(one, notes)}</a>{' '}
                <small class="soft">{t(`watch.services.kind.${one.kind}`)}</small>
              </>
            ),
            sortBy: (one) => titleOf(one, notes),
          },
          {
            key: 'state',
            label: t('watch.check.state'),
            cell: (one) => <Pill tone={stateTones[one.state]}>{sayState(one, t)}</Pill>,
            filterBy: ({ state }) => state,
            filterLabel: (state) => t(`watch.services.state.${state}`),
          },
          {
            key: 'rate',
            label: t('watch.services.rate'),
            align: 'number',
            cell: (one) => (known(one) ? <Beside {...one} show={(signals) => showRate(signals.perMinute, locale)} /> : '–'),
            sortBy: (one) => one.now.perMinute,
          },
          {
            key: 'errors',
            label: t('watch.services.errors'),
            align: 'number',
            cell: (one) => <Beside {...one} show={(signals) => showShare(signals.errorShare, locale)} />,
            sortBy: (one) => one.now.errorShare,
          },
          {
            key: 'p95',
            label: t('watch.services.p95'),
            align: 'number',
            cell: (one) => <Beside {...one} show={(signals) => showMs(signals.p95, locale)} />,
            sortBy: (one) => one.now.p95,
          },
          { key: 'full', label: t('watch.services.full'), align: 'number', cell: (one) => <Fullest system={one} /> },
        ]}
      />
    </Card>
  );
}

interface BesideProps {
  readonly now: Signals;
  readonly before: Signals | null;
  readonly show: (signals: Signals) => string;
}

/** A figure, and what it was a week ago. */
export function Beside({ now, before, show }: BesideProps) {
  const { t } = useView();
  return (
    <>
      {show(now)} {before === null ? null : <small class="soft">{t('watch.services.before', { value: show(before) })}</small>}
    </>
  );
}

function Fullest({ system: { saturation } }: { readonly system: MapSystem }) {
  const { t, locale } = useView();
  const [fullest] = saturation.filter(({ share }) => share !== null).sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const queue = saturation.find(({ length }) => length !== null);
  if (fullest === undefined) return <>{queue === undefined ? '–' : t('watch.services.waiting', { count: queue.length ?? 0 })}</>;
  return (
    <>
      {showShare(fullest.share, locale)} <small class="soft">{t(`watch.services.full.${fullest.what}`)}</small>
    </>
  );
}
