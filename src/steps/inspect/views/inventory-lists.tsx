import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { HeaderRow, HostRow, Inventory } from '../inventory/read-inventory.ts';
import { confidenceOf } from '../inventory/visitor-host.ts';
import { StandingPill } from './inventory.tsx';

/** Hosts that the page talks to, as seen by our own browser, by those of visitors, or both. */
export function HostTable({ hosts, looked }: { readonly hosts: readonly HostRow[]; readonly looked: boolean }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.inv.hosts')} foot={t('inspect.inv.hosts-foot')}>
      <DataTable
        caption={t('inspect.inv.hosts')}
        prefix="hosts"
        rows={hosts}
        textOf={(row) => row.host}
        empty={<p class="soft">{t(looked ? 'inspect.scripts.no-hosts' : 'inspect.inv.unseen')}</p>}
        columns={[
          { key: 'state', label: t('inspect.scripts.state'), cell: (row) => <StandingPill standing={row.standing} /> },
          { key: 'host', label: t('inspect.inv.host'), cell: (row) => <code>{row.host}</code>, sortBy: (row) => row.host },
          { key: 'by', label: t('inspect.inv.seen-by'), cell: (row) => <SeenBy row={row} /> },
          { key: 'last', label: t('inspect.inv.last'), cell: (row) => <Time at={row.last_seen} />, sortBy: (row) => row.last_seen },
          { key: 'why', label: t('inspect.scripts.why'), cell: (row) => row.reason ?? '–' },
        ]}
      />
    </Card>
  );
}

function SeenBy({ row }: { readonly row: HostRow }) {
  const { t } = useView();
  const told = row.visitors;
  return (
    <>
      {row.looked ? <Chip>{t('inspect.inv.by-look')}</Chip> : null}{' '}
      {told === null ? null : <Chip>{t('inspect.inv.by-visitors', { confidence: t(`inspect.confidence.${confidenceOf(told)}`) })}</Chip>}
    </>
  );
}

/** Headers on which the page's safety rests, as they are and as they were authorised. */
export function HeaderTable({ headers, looked }: { readonly headers: readonly HeaderRow[]; readonly looked: boolean }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.inv.headers')} foot={t('inspect.inv.headers-foot')}>
      <DataTable
        caption={t('inspect.inv.headers')}
        prefix="headers"
        rows={headers}
        empty={<p class="soft">{t(looked ? 'inspect.inv.headers-none' : 'inspect.inv.unseen')}</p>}
        columns={[
          { key: 'state', label: t('inspect.scripts.state'), cell: (row) => <StandingPill standing={row.standing} /> },
          { key: 'name', label: t('inspect.inv.header'), cell: (row) => <code>{row.name}</code> },
          { key: 'value', label: t('inspect.inv.value'), cell: (row) => <code>{row.value.slice(0, 400) || t('inspect.inv.absent')}</code> },
          { key: 'since', label: t('inspect.inv.since'), cell: (row) => <Time at={row.changed_at} /> },
          { key: 'why', label: t('inspect.scripts.why'), cell: (row) => row.reason ?? '–' },
        ]}
      />
    </Card>
  );
}

/** Vendors that are trusted, changes included, and the form for another. */
export function Vendors({ shop, vendors }: { readonly shop: string; readonly vendors: Inventory['vendors'] }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.inv.vendors')} foot={t('inspect.inv.vendors-foot')}>
      {vendors.length === 0 ? null : (
        <ul class="rows">
          {vendors.map((vendor) => (
            <li>
              <p>
                <code>{vendor.domain}</code> {vendor.reason} {vendor.owner ? <Chip>{vendor.owner}</Chip> : null}
              </p>
              <small>
                <Time at={vendor.trusted_at} />
                {vendor.until ? (
                  <>
                    {' – '}
                    <Time at={vendor.until} as="day" />
                  </>
                ) : null}
              </small>
              <Form action={`/inspect/shops/${shop}/inventory/vendor`} layout="inline">
                <input type="hidden" name="domain" value={vendor.domain} />
                <input type="hidden" name="end" value="yes" />
                <input type="hidden" name="reason" value={t('inspect.inv.vendor-ended')} />
                <Button>{t('inspect.inv.vendor-end')}</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form action={`/inspect/shops/${shop}/inventory/vendor`}>
        <Field name="domain" label={t('inspect.inv.vendor')} hint={t('inspect.inv.vendor-hint')} required maxlength={253} />
        <Field name="reason" id="vendor-reason" label={t('inspect.scripts.reason')} required minlength={3} maxlength={500} />
        <Field name="until" id="vendor-until" type="date" label={t('inspect.inv.until')} />
        <Button>{t('inspect.inv.vendor-trust')}</Button>
      </Form>
    </Card>
  );
}
