import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { NowCard } from '#web/components/now-card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { isAtRisk, sayMissing } from '../say-risk.ts';
import type { IncidentRow } from '../store.ts';
import { toneOfSeverity, toneOfStatus } from './words.ts';

export interface IncidentsPageProps {
  readonly incidents: readonly IncidentRow[];
  readonly shopName: (id: string) => string;
  readonly contacts: number;
  /** The money at risk by open incidents, by their ids. */
  readonly risks: ReadonlyMap<string, MoneyAtRisk>;
}

/** All incidents; on top the one that waits for an answer. */
export function IncidentsPage({ incidents, shopName, contacts, risks }: IncidentsPageProps) {
  const { t, locale } = useView();
  const perMinute = (row: IncidentRow): string => {
    const risk = risks.get(row.id);
    if (risk === undefined) return '–';
    if (risk.state === 'unknown') return t('respond.risk.state', { now: 'unknown' });
    return isAtRisk(risk, row.source_kind) ? sayMissing(risk.perMinute, t, locale) : t('respond.risk.state', { now: risk.now });
  };
  const waiting = incidents.find((incident) => incident.status === 'open');
  return (
    <>
      {waiting ? (
        <NowCard
          heading={`${shopName(waiting.shop_id)}: ${waiting.title}`}
          href={`/respond/incidents/${waiting.id}`}
          action={
            <ButtonLink href={`/respond/incidents/${waiting.id}`} kind="main">
              {t('respond.look')}
            </ButtonLink>
          }
        >
          {t('respond.waiting', { severity: waiting.severity, people: waiting.touches_people ? 'yes' : 'no' })}
        </NowCard>
      ) : null}
      {contacts === 0 ? (
        <Card tone="bad" heading={t('respond.nobody.heading')}>
          <p>{t('respond.nobody.text')}</p>
          <p>
            <ButtonLink href="/respond/contacts" kind={waiting ? 'quiet' : 'main'}>
              {t('respond.nobody.action')}
            </ButtonLink>
          </p>
        </Card>
      ) : null}
      <Card heading={t('respond.list')}>
        <DataTable
          caption={t('respond.list')}
          rows={incidents}
          textOf={(row) => `${row.number} ${row.title} ${shopName(row.shop_id)}`}
          empty={<EmptyState heading={t('respond.none')}>{t('respond.none-text')}</EmptyState>}
          columns={[
            { key: 'number', label: t('respond.column.number'), cell: (row) => row.number, sortBy: (row) => row.number, align: 'number' },
            {
              key: 'title',
              label: t('respond.column.title'),
              cell: (row) => <a href={`/respond/incidents/${row.id}`}>{row.title}</a>,
              sortBy: (row) => row.title,
            },
            {
              key: 'shop',
              label: t('respond.column.shop'),
              cell: (row) => shopName(row.shop_id),
              filterBy: (row) => shopName(row.shop_id),
            },
            {
              key: 'severity',
              label: t('respond.column.severity'),
              cell: (row) => <Pill tone={toneOfSeverity(row.severity)}>{t('respond.severity', { severity: row.severity })}</Pill>,
              filterBy: (row) => row.severity,
              filterLabel: (severity) => t('respond.severity', { severity }),
            },
            {
              key: 'status',
              label: t('respond.column.status'),
              cell: (row) => <Pill tone={toneOfStatus(row.status)}>{t('respond.status', { status: row.status })}</Pill>,
              filterBy: (row) => row.status,
              filterLabel: (status) => t('respond.status', { status }),
            },
            { key: 'risk', label: t('respond.risk.column'), cell: perMinute },
            { key: 'seen', label: t('respond.column.seen'), cell: (row) => <Time at={row.first_seen} />, sortBy: (row) => row.first_seen },
          ]}
        />
      </Card>
    </>
  );
}
