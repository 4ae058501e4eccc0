import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { BillRow } from '../bills/read-bills.ts';

interface BillsProps {
  readonly shop: string;
  readonly bills: readonly BillRow[];
}

/** The newest bill of each part, for the shop's page. */
export function BillsCard({ shop, bills }: BillsProps) {
  const { t } = useView();
  const newest = [...Map.groupBy(bills, ({ system }) => system).values()].flatMap(([first]) => first ?? []);
  return (
    <Card heading={t('inspect.sbom.heading')} actions={<a href={`/inspect/shops/${shop}/sboms`}>{t('inspect.sbom.open')}</a>}>
      {newest.length === 0 ? <p class="soft">{t('inspect.sbom.none-text')}</p> : <BillTable shop={shop} bills={newest} prefix="sbom" />}
    </Card>
  );
}

interface BillsPageProps extends BillsProps {
  /** Where programs send it. */
  readonly address: string;
  readonly error?: string | undefined;
}

/** Every bill that was given, and the form for another. */
export function BillsPage({ shop, bills, address, error }: BillsPageProps) {
  const { t } = useView();
  return (
    <>
      <Card heading={t('inspect.sbom.all')}>
        <BillTable shop={shop} bills={bills} prefix="sboms" />
      </Card>
      <Card heading={t('inspect.sbom.give')} foot={t('inspect.sbom.privacy')}>
        <Form action={`/inspect/shops/${shop}/sboms`} upload error={error}>
          <Field name="file" type="file" label={t('inspect.sbom.file')} hint={t('inspect.sbom.file-hint')} required />
          <Field name="system" label={t('inspect.sbom.system')} hint={t('inspect.sbom.system-hint')} maxlength={80} />
          <Field name="release" label={t('inspect.sbom.release')} hint={t('inspect.sbom.release-hint')} maxlength={80} />
          <Button kind="main">{t('inspect.sbom.button')}</Button>
        </Form>
        <h3>{t('inspect.sbom.by-program')}</h3>
        <p>{t('inspect.sbom.by-program-text')}</p>
        <Verbatim
          text={`curl -fsS '${address}?shop=${shop}&system=&release=2.4.0' \\\n  -H "Authorization: Bearer $SHOPBELL_API_KEY" --data-binary @shop.cdx.json`}
        />
      </Card>
    </>
  );
}

function BillTable({ shop, bills, prefix }: BillsProps & { readonly prefix: string }) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('inspect.sbom.heading')}
      prefix={prefix}
      pageSize={20}
      rows={bills}
      textOf={(bill) => `${bill.system} ${bill.release ?? ''} ${bill.file_name}`}
      empty={<EmptyState heading={t('inspect.sbom.none')}>{t('inspect.sbom.none-text')}</EmptyState>}
      columns={[
        {
          key: 'system',
          label: t('inspect.sbom.system'),
          cell: (bill) => <a href={`/inspect/shops/${shop}/sboms/${bill.sbom_id}`}>{bill.system || t('inspect.sbom.whole')}</a>,
          sortBy: (bill) => bill.system,
          filterBy: (bill) => bill.system || t('inspect.sbom.whole'),
        },
        { key: 'release', label: t('inspect.sbom.release'), cell: (bill) => bill.release ?? '–', sortBy: (bill) => bill.release },
        { key: 'given', label: t('inspect.sbom.given'), cell: (bill) => <Time at={bill.given_at} />, sortBy: (bill) => bill.given_at },
        { key: 'result', label: t('inspect.result'), cell: (bill) => <BillResult bill={bill} /> },
      ]}
    />
  );
}

/** What came out in words: what could not be compared is never shown as fine. */
export function BillResult({ bill }: { readonly bill: Pick<BillRow, 'counts'> }) {
  const { t } = useView();
  const { counts } = bill;
  if (counts === null) return <Pill tone="unknown">{t('inspect.sbom.waiting')}</Pill>;
  const { components, holes, exploited, ended, compared } = counts;
  const unknown = components - compared;
  const tone: Tone = exploited > 0 ? 'bad' : holes + ended > 0 ? 'warn' : unknown > 0 ? 'unknown' : 'ok';
  return <Pill tone={tone}>{t('inspect.sbom.counts', { components, holes, exploited, ended, unknown })}</Pill>;
}
