import { collectorConfig } from '#registry/index.ts';
import type { Source } from '#registry/types.ts';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Stat } from '#web/components/stat.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { SourceHealth } from '../health/source-health.ts';
import { ConnectPlatform } from './connect-platform.tsx';
import { type RefusedZone, SourceZone } from './source-zone.tsx';
import { SyslogHowTo, type SyslogWay } from './syslog-how-to.tsx';

/** A source with how it stands; `health` is null as long as nothing came. */
export interface ShownSource {
  readonly source: Source;
  readonly shopName: string;
  readonly platform: string;
  readonly health: SourceHealth | null;
}

const tones: Readonly<Record<string, Tone>> = {
  following: 'ok',
  waiting: 'calm',
  stalled: 'bad',
  missing: 'bad',
  unreadable: 'bad',
  silent: 'unknown',
};

const rejectedOf = (health: SourceHealth | null): number => Object.values(health?.rejected ?? {}).reduce((sum, count) => sum + count, 0);

function StatePill({ health }: { readonly health: SourceHealth | null }) {
  const { t } = useView();
  const state = health?.state ?? 'silent';
  return <Pill tone={tones[state] ?? 'unknown'}>{t(`intake.state.${state}`)}</Pill>;
}

/** Every source and how it stands. */
export function SourcesTable({ sources }: { readonly sources: readonly ShownSource[] }) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('intake.title')}
      rows={sources}
      id="sources"
      empty={<EmptyState heading={t('intake.heading.none')}>{t('intake.none')}</EmptyState>}
      columns={[
        {
          key: 'source',
          label: t('intake.source'),
          cell: (row) => <a href={`/settings/sources/${row.source.id}`}>{row.source.name}</a>,
          sortBy: (row) => row.source.name,
        },
        {
          key: 'shop',
          label: t('intake.shop'),
          cell: (row) => row.shopName,
          sortBy: (row) => row.shopName,
          filterBy: (row) => row.shopName,
        },
        {
          key: 'state',
          label: t('intake.state'),
          cell: (row) => <StatePill health={row.health} />,
          sortBy: (row) => row.health?.state ?? 'silent',
          filterBy: (row) => row.health?.state ?? 'silent',
          filterLabel: (value) => t(`intake.state.${value}`),
        },
        {
          key: 'stored',
          label: t('intake.stored'),
          align: 'number',
          cell: (row) => row.health?.stored ?? 0,
          sortBy: (row) => row.health?.stored ?? 0,
        },
        {
          key: 'rejected',
          label: t('intake.rejected'),
          align: 'number',
          cell: (row) => rejectedOf(row.health),
          sortBy: (row) => rejectedOf(row.health),
        },
        { key: 'lag', label: t('intake.lag'), cell: (row) => <Lag health={row.health} />, sortBy: (row) => row.health?.lagBytes ?? 0 },
        {
          key: 'last',
          label: t('intake.last'),
          cell: (row) => (row.health?.lastLineAt ? <Time at={row.health.lastLineAt} /> : t('intake.last.none')),
          sortBy: (row) => row.health?.lastLineAt ?? null,
        },
      ]}
    />
  );
}

function Lag({ health }: { readonly health: SourceHealth | null }) {
  const { t } = useView();
  if (!health || health.lagBytes === 0) return <>{t('intake.lag.none')}</>;
  return <>{t('intake.lag.behind', { bytes: health.lagBytes, seconds: health.lagSeconds })}</>;
}

/** One source: its numbers, what was rejected and why, with samples. */
interface DetailProps {
  readonly shown: ShownSource;
  readonly publicUrl: string;
  /** Where browsers send their reports; `null` for other sources. */
  readonly reportsUrl: string | null;
  /** How its senders reach it by syslog; `null` for other sources. */
  readonly syslog: SyslogWay | null;
  /** A key for it that was just made; `null`: none was. */
  readonly freshKey: string | null;
  readonly refusedZone: RefusedZone | null;
  readonly mayConfigure: boolean;
}

export function SourceDetail({ shown, publicUrl, reportsUrl, syslog, freshKey, refusedZone, mayConfigure }: DetailProps) {
  const { t } = useView();
  const { health, source, platform } = shown;
  const sends = source.kind === 'http' || source.kind === 'otlp';
  return (
    <>
      <Card heading={t('intake.numbers')} foot={health?.reason || undefined}>
        <p>
          <StatePill health={health} /> {source.path ? <code>{source.path}</code> : t(`intake.kind.${source.kind}`)}
        </p>
        <Grid columns={4}>
          <Stat label={t('intake.read')} value={health?.read ?? null} />
          <Stat label={t('intake.stored')} value={health?.stored ?? null} />
          <Stat label={t('intake.rejected')} value={health ? rejectedOf(health) : null} />
          <Stat label={t('intake.lag')} value={health?.lagBytes ?? null} unit="B" />
        </Grid>
      </Card>
      {sends ? <HowToSend source={source} publicUrl={publicUrl} /> : null}
      {sends ? <ConnectPlatform {...{ source, platform, publicUrl, freshKey, mayConfigure }} /> : null}
      {reportsUrl === null ? null : <HowToReport url={reportsUrl} />}
      {syslog === null ? null : <SyslogHowTo way={syslog} />}
      {source.kind === 'file' || source.kind === 'syslog' ? <SourceZone {...{ source, mayConfigure }} refused={refusedZone} /> : null}
      <Rejections health={health} />
    </>
  );
}

/** The headers of the shop's pages, to be copied as they are. */
function HowToReport({ url }: { readonly url: string }) {
  const { t } = useView();
  return (
    <Card heading={t('intake.report')} foot={t('intake.report.why')}>
      <p>{t('intake.report.text')}</p>
      <Verbatim
        text={`Reporting-Endpoints: shopbell="${url}"
Content-Security-Policy-Report-Only: default-src 'self'; report-to shopbell; report-uri ${url}`}
      />
    </Card>
  );
}

function HowToSend({ source, publicUrl }: { readonly source: Source; readonly publicUrl: string }) {
  const { t } = useView();
  return (
    <Card heading={t('intake.send')} foot={t('intake.send.why')}>
      <p>
        <code>{`POST ${publicUrl}/in/${source.kind === 'otlp' ? 'v1/logs' : 'ndjson'}`}</code>
      </p>
      {source.kind === 'otlp' ? (
        <Fold summary={t('intake.send.collector')}>
          <Verbatim text={collectorConfig(publicUrl)} />
        </Fold>
      ) : null}
    </Card>
  );
}

function Rejections({ health }: { readonly health: SourceHealth | null }) {
  const { t } = useView();
  const counts = Object.entries(health?.rejected ?? {});
  return (
    <>
      <Card heading={t('intake.rejections')}>
        <DataTable
          caption={t('intake.rejections')}
          rows={counts}
          prefix="why"
          empty={<EmptyState heading={t((health?.read ?? 0) === 0 ? 'intake.rejections.unknown' : 'intake.rejections.none')} />}
          columns={[
            { key: 'reason', label: t('intake.reason'), cell: ([reason]) => reason, sortBy: ([reason]) => reason },
            { key: 'count', label: t('intake.count'), align: 'number', cell: ([, count]) => count, sortBy: ([, count]) => count },
          ]}
        />
      </Card>
      {health && health.samples.length > 0 ? (
        <Card heading={t('intake.samples')}>
          <DataTable
            caption={t('intake.samples')}
            rows={health.samples}
            prefix="line"
            columns={[
              { key: 'when', label: t('intake.sample.when'), cell: (row) => <Time at={new Date(row.at)} />, sortBy: (row) => row.at },
              { key: 'reason', label: t('intake.reason'), cell: (row) => row.reason, filterBy: (row) => row.reason },
              { key: 'offset', label: t('intake.sample.offset'), align: 'number', cell: (row) => row.offset },
              { key: 'line', label: t('intake.sample.line'), cell: (row) => <code>{row.sample}</code> },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}
