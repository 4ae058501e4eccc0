import type { Shop } from '#registry/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { NightRow } from '../night/read-night.ts';
import type { FindingRow, RunRow } from '../read-overview.ts';

interface OverviewProps {
  readonly shops: readonly Shop[];
  readonly runs: ReadonlyMap<string, { readonly latest: RunRow; readonly finished: RunRow | null }>;
  readonly findings: readonly FindingRow[];
  readonly night: NightRow | null;
}

export const tones: Readonly<Record<FindingRow['severity'], Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'calm',
  info: 'calm',
};
const order = ['critical', 'high', 'medium', 'low', 'info'];

/** Each shop’s last result, and everything that is open, worst first. */
export function Overview({ shops, runs, findings, night }: OverviewProps) {
  const { t } = useView();
  const shopName = (id: string) => shops.find((shop) => shop.id === id)?.name ?? id;
  return (
    <>
      {night === null ? null : <LastNight night={night} shopName={shopName} />}
      <Card heading={t('inspect.shops.heading')}>
        <DataTable
          caption={t('inspect.shops.heading')}
          prefix="shops"
          rows={shops}
          empty={<EmptyState heading={t('inspect.shops.none')} />}
          columns={[
            {
              key: 'shop',
              label: t('inspect.shop'),
              cell: (shop) => <a href={`/inspect/shops/${shop.id}`}>{shop.name}</a>,
              sortBy: (shop) => shop.name,
            },
            { key: 'result', label: t('inspect.result'), cell: (shop) => <Result run={runs.get(shop.id)?.finished ?? null} /> },
            { key: 'when', label: t('inspect.when'), cell: (shop) => <When run={runs.get(shop.id)?.latest ?? null} /> },
          ]}
        />
      </Card>
      <Card heading={t('inspect.open.heading')}>
        <DataTable
          caption={t('inspect.open.heading')}
          rows={findings}
          textOf={(finding) => `${finding.title} ${finding.url} ${shopName(finding.shop_id)}`}
          empty={
            [...runs.values()].some((run) => run.finished) ? (
              <EmptyState heading={t('inspect.open.none')} />
            ) : (
              <EmptyState heading={t('inspect.not-yet')}>{t('inspect.not-yet-text')}</EmptyState>
            )
          }
          columns={[
            {
              key: 'severity',
              label: t('inspect.severity'),
              cell: (finding) => <Pill tone={tones[finding.severity]}>{t(`inspect.severity.${finding.severity}`)}</Pill>,
              sortBy: (finding) => order.indexOf(finding.severity),
              filterBy: (finding) => finding.severity,
              filterLabel: (value) => t(`inspect.severity.${value}`),
            },
            {
              key: 'title',
              label: t('inspect.weakness'),
              cell: (finding) => <a href={`/inspect/shops/${finding.shop_id}#${finding.finding_id}`}>{finding.title}</a>,
              sortBy: (finding) => finding.title,
            },
            {
              key: 'shop',
              label: t('inspect.shop'),
              cell: (finding) => shopName(finding.shop_id),
              filterBy: (finding) => shopName(finding.shop_id),
            },
            {
              key: 'first',
              label: t('inspect.first-seen'),
              cell: (finding) => <Time at={finding.first_seen} />,
              sortBy: (finding) => finding.first_seen,
            },
          ]}
        />
      </Card>
    </>
  );
}

/** How far the last night came: a shop that was not reached is named, since its last result is older than people think. */
function LastNight({ night, shopName }: { readonly night: NightRow; readonly shopName: (id: string) => string }) {
  const { t } = useView();
  const { shops, finished, waiting, missed } = night;
  const tone: Tone = missed.length > 0 ? 'unknown' : waiting > 0 ? 'calm' : 'ok';
  return (
    <Card heading={t('inspect.night.heading')}>
      <p>
        <Pill tone={tone}>{t('inspect.night.counts', { shops, finished, waiting, missed: missed.length })}</Pill>{' '}
        <Time at={night.begins} as="day" />
      </p>
      {missed.length === 0 ? null : (
        <ul>
          {missed.slice(0, 200).map(({ shop, reason }) => (
            <li>
              <a href={`/inspect/shops/${shop}`}>{shopName(shop)}</a>: {reason}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The result in words: what is to mend, what could not be checked. An inspection with unknowns is never shown as fine. */
export function Result({ run }: { readonly run: RunRow | null }) {
  const { t } = useView();
  if (run === null || run.found === null || run.unknown === null) return <Pill tone="unknown">{t('inspect.not-yet')}</Pill>;
  const tone: Tone = run.found > 0 ? 'warn' : run.unknown > 0 ? 'unknown' : 'ok';
  return <Pill tone={tone}>{t('inspect.counts', { found: run.found, unknown: run.unknown, ok: run.ok })}</Pill>;
}

function When({ run }: { readonly run: RunRow | null }) {
  const { t } = useView();
  if (run === null) return <span class="soft">–</span>;
  return run.finished_at === null ? <span>{t('inspect.running')}</span> : <Time at={run.finished_at} />;
}
