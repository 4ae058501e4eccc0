import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatTime, Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Bill, BillRow } from '../bills/read-bills.ts';
import type { SbomReport } from '../components/sbom-shape.ts';
import type { ComponentDiff } from '../gate/sbom/compare-components.ts';
import { BillResult } from './bills.tsx';
import { tones } from './overview.tsx';

interface BillPageProps {
  readonly shop: string;
  readonly bill: Bill;
  /** Who gave it, in words. */
  readonly giver: string;
  /** Others of this shop with which it can be compared. */
  readonly others: readonly BillRow[];
  /** The one that it is compared with, null without. */
  readonly compared: { readonly with: BillRow; readonly diff: ComponentDiff } | null;
}

/** One bill of materials: what is wrong with it, what changed, what is not known. */
export function BillPage(props: BillPageProps) {
  const { t } = useView();
  const { shop, bill } = props;
  const { report } = bill;
  return (
    <>
      {report === null ? null : <Holes holes={report.holes} />}
      {report === null || report.ends.length === 0 ? null : <Ends ends={report.ends} />}
      <Grid columns={2}>
        <About {...props} />
        {report === null ? null : <Rests report={report} />}
      </Grid>
      {report === null || report.unknown.length === 0 ? null : <Unknown unknown={report.unknown} />}
      <Changes {...props} />
      <Card heading={t('inspect.sbom.remove')}>
        <Form action={`/inspect/shops/${shop}/sboms/${bill.sbom_id}/remove`}>
          <p>{t('inspect.sbom.remove-text')}</p>
          <Button kind="danger">{t('inspect.sbom.remove')}</Button>
        </Form>
      </Card>
    </>
  );
}

function About({ bill, giver }: BillPageProps) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.sbom.about')}>
      <KeyValue
        items={[
          { key: t('inspect.result'), value: <BillResult bill={bill} /> },
          { key: t('inspect.sbom.system'), value: bill.system || t('inspect.sbom.whole') },
          { key: t('inspect.sbom.release'), value: bill.release ?? '–' },
          { key: t('inspect.sbom.file'), value: bill.file_name },
          { key: t('inspect.sbom.given'), value: <Time at={bill.given_at} /> },
          { key: t('inspect.sbom.by'), value: giver },
          { key: 'SHA-256', value: <code>{bill.sha256}</code> },
          { key: t('inspect.sbom.judged'), value: bill.judged_at === null ? '–' : <Time at={bill.judged_at} /> },
        ]}
      />
    </Card>
  );
}

/** Which data it rests on, and how old they are. */
function Rests({ report }: { readonly report: SbomReport }) {
  const { t } = useView();
  const age = (data: SbomReport['advisories'][number] | NonNullable<SbomReport['exploited']>) => (
    <Pill tone={data.isOld || data.isExcerpt ? 'unknown' : 'ok'}>
      {data.isExcerpt
        ? t('inspect.sbom.age-shipped', { day: data.asOf ?? '?' })
        : t(data.isOld ? 'inspect.sbom.age-old' : 'inspect.sbom.age', { day: data.asOf ?? '?', days: data.days ?? 0 })}
    </Pill>
  );
  return (
    <Card heading={t('inspect.sbom.rests')} foot={t('inspect.sbom.rests-text')}>
      <KeyValue
        items={[
          ...report.advisories.map((set) => ({
            key: t('inspect.sbom.advisories', { registry: set.ecosystem, count: set.read }),
            value: age(set),
          })),
          { key: t('inspect.sbom.catalogue'), value: report.exploited === null ? '–' : age(report.exploited) },
        ]}
      />
    </Card>
  );
}

function Holes({ holes }: { readonly holes: SbomReport['holes'] }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.sbom.holes', { count: holes.length })}>
      <DataTable
        caption={t('inspect.sbom.holes', { count: holes.length })}
        prefix="holes"
        rows={holes}
        empty={<p class="soft">{t('inspect.sbom.no-holes')}</p>}
        textOf={(hole) => `${hole.component} ${hole.names.join(' ')} ${hole.summary}`}
        columns={[
          {
            key: 'severity',
            label: t('inspect.severity'),
            cell: ({ severity }) => <Pill tone={tones[severity]}>{t(`inspect.severity.${severity}`)}</Pill>,
            filterBy: ({ severity }) => severity,
            filterLabel: (value) => t(`inspect.severity.${value}`),
          },
          {
            key: 'component',
            label: t('inspect.sbom.component'),
            cell: (hole) => <code>{`${hole.component} ${hole.version}`}</code>,
            sortBy: (hole) => hole.component,
          },
          { key: 'hole', label: t('inspect.sbom.hole'), cell: (hole) => <HoleWords hole={hole} /> },
          { key: 'mended', label: t('inspect.sbom.mended'), cell: (hole) => hole.mended ?? t('inspect.sbom.not-mended') },
        ]}
      />
    </Card>
  );
}

function HoleWords({ hole }: { readonly hole: SbomReport['holes'][number] }) {
  const { t } = useView();
  return (
    <>
      {hole.names.join(', ')}
      {hole.summary === '' ? null : <span class="soft"> {hole.summary}</span>}
      {hole.exploitedSince === null ? null : (
        <Pill tone="bad">{t(hole.ransomware ? 'inspect.sbom.extorted' : 'inspect.sbom.exploited', { day: hole.exploitedSince })}</Pill>
      )}
      {hole.by === 'document' ? <span class="soft"> {t('inspect.sbom.by-document')}</span> : null}
    </>
  );
}

function Ends({ ends }: { readonly ends: SbomReport['ends'] }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.sbom.ends')}>
      <DataTable
        caption={t('inspect.sbom.ends')}
        prefix="ends"
        rows={ends}
        columns={[
          { key: 'component', label: t('inspect.sbom.component'), cell: (end) => <code>{`${end.component} ${end.version}`}</code> },
          {
            key: 'day',
            label: t('inspect.sbom.until'),
            cell: (end) => (
              <Pill tone={end.ended ? 'warn' : 'calm'}>
                {t(end.ended ? 'inspect.sbom.ended' : 'inspect.sbom.ending', { day: end.day })}
              </Pill>
            ),
          },
          { key: 'update', label: t('inspect.sbom.move'), cell: (end) => end.update },
        ]}
      />
    </Card>
  );
}

const MOST_NAMED = 200;

/** Reasons with the components that each keeps unknown. */
function Unknown({ unknown }: { readonly unknown: SbomReport['unknown'] }) {
  const { t } = useView();
  const reasons = [...Map.groupBy(unknown, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  return (
    <Card heading={t('inspect.sbom.unknown')} tone="unknown">
      {reasons.slice(0, 50).map(([reason, rows]) => (
        <Fold summary={`${reason} (${rows.length})`}>
          <p>
            <code>
              {rows
                .slice(0, MOST_NAMED)
                .map(({ component }) => component)
                .join(', ')}
            </code>
            {rows.length > MOST_NAMED ? ' …' : null}
          </p>
        </Fold>
      ))}
    </Card>
  );
}

function Changes({ shop, bill, others, compared }: BillPageProps) {
  const { t, locale, timeZone } = useView();
  if (others.length === 0) return null;
  const options = others.slice(0, 100).map((other) => ({
    value: other.sbom_id,
    label: [other.system || t('inspect.sbom.whole'), other.release, formatTime(other.given_at, locale, timeZone)]
      .filter(Boolean)
      .join(' · '),
  }));
  return (
    <Card heading={t('inspect.sbom.changes')} id="changes">
      <Form action={`/inspect/shops/${shop}/sboms/${bill.sbom_id}#changes`} method="get" layout="inline">
        <Select name="with" label={t('inspect.sbom.with')} options={options} value={compared?.with.sbom_id} required />
        <Button>{t('inspect.sbom.compare')}</Button>
      </Form>
      {compared === null ? null : <Diff diff={compared.diff} />}
    </Card>
  );
}

function Diff({ diff }: { readonly diff: ComponentDiff }) {
  const { t } = useView();
  const rows = [
    ...diff.changed.map(({ base, from, to }) => ({ what: 'changed' as const, name: base, from: from.join(', '), to: to.join(', ') })),
    ...diff.added.map(({ id }) => ({ what: 'added' as const, name: id, from: '–', to: '' })),
    ...diff.removed.map((id) => ({ what: 'removed' as const, name: id, from: '', to: '–' })),
  ];
  const counts = { added: diff.added.length, removed: diff.removed.length, changed: diff.changed.length };
  return (
    <>
      <p>{t('inspect.sbom.diff', counts)}</p>
      <DataTable
        caption={t('inspect.sbom.changes')}
        prefix="diff"
        rows={rows}
        empty={<p class="soft">{t('inspect.sbom.same')}</p>}
        textOf={(row) => row.name}
        columns={[
          {
            key: 'what',
            label: t('inspect.sbom.change'),
            cell: (row) => t(`inspect.sbom.change.${row.what}`),
            filterBy: (row) => row.what,
            filterLabel: (value) => t(`inspect.sbom.change.${value}`),
          },
          { key: 'component', label: t('inspect.sbom.component'), cell: (row) => <code>{row.name}</code>, sortBy: (row) => row.name },
          { key: 'from', label: t('inspect.sbom.before'), cell: (row) => row.from },
          { key: 'to', label: t('inspect.sbom.now'), cell: (row) => row.to },
        ]}
      />
    </>
  );
}
