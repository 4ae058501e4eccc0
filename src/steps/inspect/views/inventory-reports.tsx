import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Got } from '../inspection.ts';
import type { SuggestedPolicy } from '../inventory/suggest-policy.ts';
import { type Confidence, confidenceOf, type VisitorHost } from '../inventory/visitor-host.ts';

interface ReportsProps {
  readonly shop: string;
  /** `null`: the shop has no address for reports yet. */
  readonly visitors: Got<readonly VisitorHost[]> | null;
  /** `null` without an address, or before the page was looked at. */
  readonly policy: SuggestedPolicy | null;
}

/** What browsers of visitors report, and the header that makes them do it. */
export function InventoryReports({ shop, visitors, policy }: ReportsProps) {
  const { t } = useView();
  if (visitors === null) {
    return (
      <Card heading={t('inspect.reports.heading')}>
        <p>{t('inspect.reports.why')}</p>
        <Form action={`/inspect/shops/${shop}/inventory/reports`}>
          <Button>{t('inspect.reports.begin')}</Button>
        </Form>
      </Card>
    );
  }
  return (
    <Card heading={t('inspect.reports.heading')} foot={t('inspect.reports.foot')}>
      {visitors.kind === 'unknown' ? <p>{visitors.reason}</p> : <Reported hosts={visitors.value} />}
      {policy === null ? (
        <p class="soft">{t('inspect.reports.no-policy')}</p>
      ) : (
        <>
          <h3>{t('inspect.reports.paste')}</h3>
          <p>{t('inspect.reports.paste-text')}</p>
          {policy.isSecure ? null : <p>{t('inspect.reports.plain')}</p>}
          <Verbatim text={policy.observe} />
          <Fold summary={t('inspect.reports.enforce')}>
            <p>{t(policy.inline ? 'inspect.reports.enforce-inline' : 'inspect.reports.enforce-text')}</p>
            <Verbatim text={policy.enforce} />
          </Fold>
        </>
      )}
    </Card>
  );
}

const tones: Readonly<Record<Confidence, Tone>> = { low: 'unknown', medium: 'warn', high: 'warn' };

function Reported({ hosts }: { readonly hosts: readonly VisitorHost[] }) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('inspect.reports.heading')}
      prefix="reported"
      pageSize={20}
      rows={hosts}
      empty={<p class="soft">{t('inspect.reports.none')}</p>}
      columns={[
        { key: 'host', label: t('inspect.inv.host'), cell: (row) => <code>{row.host}</code>, sortBy: (row) => row.host },
        { key: 'for', label: t('inspect.reports.for'), cell: (row) => <code>{row.directives.join(', ')}</code> },
        {
          key: 'count',
          label: t('inspect.reports.count'),
          cell: (row) => t('inspect.reports.basis', { reports: row.reports, days: row.days, hours: row.hours, agents: row.agents }),
          sortBy: (row) => row.reports,
        },
        {
          key: 'confidence',
          label: t('inspect.reports.confidence'),
          cell: (row) => <Pill tone={tones[confidenceOf(row)]}>{t(`inspect.confidence.${confidenceOf(row)}`)}</Pill>,
        },
        { key: 'last', label: t('inspect.inv.last'), cell: (row) => <Time at={new Date(row.last)} />, sortBy: (row) => row.last },
      ]}
    />
  );
}
