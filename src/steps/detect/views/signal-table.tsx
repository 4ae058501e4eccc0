import { compareSeverity, severities } from '#kernel/outcome.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { titleKeyOf } from '../explain.ts';
import { relianceOn } from '../rule-traits.ts';
import type { SignalRow } from '../store.ts';
import { toneOfLevel, toneOfSuccess } from './tone-of.ts';

interface Props {
  readonly signals: readonly SignalRow[];
  readonly shopNames: ReadonlyMap<string, string>;
  /** Whether anything ever arrived to look at: nothing found in nothing is not a good sign. */
  readonly sawTelemetry: boolean;
}

/** Every signal: sorted, searched and filtered in the address. */
export function SignalTable({ signals, shopNames, sawTelemetry }: Props) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('detect.signals.title')}
      columns={columnsFor(t, shopNames)}
      rows={signals}
      textOf={(row) => `${row.title} ${row.actor.address ?? ''} ${row.actor.agent ?? ''}`}
      empty={
        sawTelemetry ? (
          <EmptyState heading={t('detect.signals.empty')} />
        ) : (
          <EmptyState
            heading={t('detect.signals.blind')}
            action={
              <ButtonLink href="/settings/connect" kind="main">
                {t('detect.signals.connect')}
              </ButtonLink>
            }
          >
            {t('detect.signals.blind-text')}
          </EmptyState>
        )
      }
    />
  );
}

function columnsFor(t: Translate, shopNames: ReadonlyMap<string, string>): readonly Column<SignalRow>[] {
  const distinct = (row: SignalRow): number => row.touched.reduce((sum, kind) => sum + kind.distinct, 0);
  return [
    {
      key: 'level',
      label: t('detect.signals.column.level'),
      cell: (row) => <Pill tone={toneOfLevel(row.level)}>{t(`detect.level.${row.level}`)}</Pill>,
      sortBy: (row) => severities.findIndex((level) => compareSeverity(level, row.level) === 0),
      filterBy: (row) => row.level,
      filterLabel: (value) => t(`detect.level.${value}`),
    },
    {
      key: 'what',
      label: t('detect.signals.column.what'),
      cell: (row) => <a href={`/detect/signals/${row.id}`}>{t(titleKeyOf(row), { ...row.facts })}</a>,
      sortBy: (row) => row.rule,
      filterBy: (row) => row.rule,
      filterLabel: (value) => t(`detect.rule.${value}.name`),
    },
    {
      key: 'shop',
      label: t('detect.signals.column.shop'),
      cell: (row) => shopNames.get(row.shop_id) ?? row.shop_id,
      filterBy: (row) => shopNames.get(row.shop_id) ?? row.shop_id,
    },
    {
      key: 'who',
      label: t('detect.signals.column.who'),
      cell: (row) => <code>{row.actor.address ?? '–'}</code>,
      sortBy: (row) => row.actor.address ?? '',
    },
    {
      key: 'succeeded',
      label: t('detect.signals.column.succeeded'),
      cell: (row) => <Pill tone={toneOfSuccess(row.succeeded)}>{t(`detect.succeeded.${row.succeeded}`)}</Pill>,
      filterBy: (row) => row.succeeded,
      filterLabel: (value) => t(`detect.succeeded.${value}`),
    },
    {
      key: 'reliance',
      label: t('detect.signals.column.reliance'),
      align: 'number',
      cell: (row) => relianceOn(row.rule, row.facts),
      sortBy: (row) => relianceOn(row.rule, row.facts),
    },
    { key: 'count', label: t('detect.signals.column.count'), align: 'number', cell: (row) => row.count, sortBy: (row) => row.count },
    { key: 'records', label: t('detect.signals.column.records'), align: 'number', cell: distinct, sortBy: distinct },
    { key: 'when', label: t('detect.signals.column.when'), cell: (row) => <Time at={row.last_seen} />, sortBy: (row) => row.last_seen },
  ];
}
