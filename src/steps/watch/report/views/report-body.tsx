import type { IncidentBrief } from '#kernel/incident-brief.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { BarChart } from '#web/charts/bar-chart.tsx';
import { StatusBars } from '#web/charts/status-bars.tsx';
import { Card } from '#web/components/card.tsx';
import { ChangeList } from '#web/components/change-list.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { NowCard } from '#web/components/now-card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatTime, Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { Reason } from '../../views/reason.tsx';
import { needsOf } from '../needs-of.ts';
import type { Report, ReportCheck } from '../read-report.ts';

const SLOWEST = 5;

interface ReportBodyProps {
  readonly report: Report;
  /** On paper, where nothing leads further, what changed is only told. */
  readonly isPaper?: boolean;
}

/** A shop’s week: what needs somebody, how available each check was, incidents, orders, what changed, what is slow, what expires, what nobody watched. */
export function ReportBody({ report, isPaper = false }: ReportBodyProps) {
  const { t } = useView();
  const needs = needsOf(report, t);
  return (
    <div class="report stack">
      {needs.length === 0 ? (
        <NowCard tone="ok" heading={t('watch.report.quiet')} />
      ) : (
        <NowCard tone="warn" heading={t('watch.report.needs', { count: needs.length })}>
          {needs.map((need) => (
            <span class="block">{need}</span>
          ))}
        </NowCard>
      )}
      <Orders report={report} />
      <Incidents incidents={report.incidents} until={report.week.to} />
      <Card heading={t('watch.services.changed')} foot={t('watch.services.changed-foot')}>
        {report.changes.length === 0 ? (
          <EmptyState heading={t('watch.report.changed-none')} />
        ) : (
          <ChangeList changes={report.changes.map((change) => (isPaper ? { ...change, href: null } : change))} person={null} />
        )}
      </Card>
      <Checks checks={report.checks} />
      <Expiring checks={report.checks} />
    </div>
  );
}

function Orders({ report: { orders } }: { readonly report: Report }) {
  const { t, locale, timeZone } = useView();
  const last = orders?.at(-1);
  const before = orders?.at(-2);
  return (
    <Card heading={t('watch.report.orders')}>
      {orders === null || last === undefined ? (
        <EmptyState heading={t('watch.orders.heading-unknown')} />
      ) : (
        <>
          <p>{t('watch.report.orders-text', { count: last.count, before: before?.count ?? 0 })}</p>
          <BarChart
            bars={orders.map(({ from, count }) => ({ name: formatTime(from, locale, timeZone, 'day'), value: count }))}
            label={t('watch.report.orders')}
            height={150}
          />
        </>
      )}
    </Card>
  );
}

function Incidents({ incidents, until }: { readonly incidents: readonly IncidentBrief[]; readonly until: Date }) {
  const { t } = useView();
  return (
    <Card heading={t('watch.report.incidents', { count: incidents.length })}>
      {incidents.length === 0 ? null : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('watch.orders.what')}</th>
              <th scope="col">{t('watch.check.since')}</th>
              <th scope="col">{t('watch.report.lasted')}</th>
              <th scope="col">{t('watch.report.cost')}</th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => (
              <tr>
                <th scope="row">{incident.title}</th>
                <td data-label={t('watch.check.since')}>
                  <Time at={incident.firstSeen} />
                </td>
                <td data-label={t('watch.report.lasted')}>
                  <Lasted incident={incident} until={until} />
                </td>
                <td data-label={t('watch.report.cost')}>
                  {incident.risk.state === 'unknown' ? t('web.funnel.unknown') : (incident.cost ?? '–')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Lasted({ incident: { firstSeen, recoveredAt, closedAt }, until }: { readonly incident: IncidentBrief; readonly until: Date }) {
  const { t } = useView();
  const end = recoveredAt ?? closedAt;
  const ms = Math.max(0, (end ?? until).getTime() - firstSeen.getTime());
  const words = t('watch.report.duration', { hours: Math.floor(ms / HOUR), minutes: Math.round((ms % HOUR) / MINUTE) });
  return <>{end === null ? t('watch.report.still', { duration: words }) : words}</>;
}

function percent(share: number | null, locale: string): string {
  if (share === null) return '–';
  return (Math.floor(share * 10_000) / 10_000).toLocaleString(locale, { style: 'percent', maximumFractionDigits: 2 });
}

function Checks({ checks }: { readonly checks: readonly ReportCheck[] }) {
  const { t, locale } = useView();
  const slow = checks
    .flatMap(({ check, ms }) => (ms === null ? [] : [{ name: check.name, ms }]))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST);
  return (
    <>
      <Card heading={t('watch.report.checks')} foot={t('watch.report.checks-foot')}>
        {checks.length === 0 ? <EmptyState heading={t('watch.checks.none')} /> : null}
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('watch.check.name')}</th>
              <th scope="col">{t('watch.report.week')}</th>
              <th scope="col">{t('watch.report.up')}</th>
              <th scope="col">{t('watch.report.watched')}</th>
            </tr>
          </thead>
          <tbody>
            {checks.map(({ check, bars, up, watched }) => (
              <tr>
                <th scope="row">{check.name}</th>
                <td data-label={t('watch.report.week')}>
                  <StatusBars bars={bars} label={check.name} />
                </td>
                <td data-label={t('watch.report.up')}>
                  {up === null ? <Pill tone="unknown">{t('watch.state.unknown')}</Pill> : percent(up, locale)}
                </td>
                <td data-label={t('watch.report.watched')}>{percent(watched, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      {slow.length === 0 ? null : (
        <Card heading={t('watch.report.slowest')}>
          <BarChart
            bars={slow.map(({ name, ms }) => ({ name, value: Math.round(ms) }))}
            unit="ms"
            label={t('watch.report.slowest')}
            height={150}
          />
        </Card>
      )}
    </>
  );
}

/** What their checks say of certificates and registrations. */
function Expiring({ checks }: { readonly checks: readonly ReportCheck[] }) {
  const { t } = useView();
  const own = checks.filter(({ check }) => check.target.kind === 'tls' || check.target.kind === 'domain');
  return (
    <Card heading={t('watch.report.expiring')}>
      {own.length === 0 ? <EmptyState heading={t('watch.report.expiring-none')} /> : null}
      <ul>
        {own.map(({ check }) => (
          <li>
            {check.name}: {check.standing.reason === '' ? t('watch.state.unknown') : <Reason text={check.standing.reason} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
