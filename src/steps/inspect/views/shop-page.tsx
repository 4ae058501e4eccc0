import { compareSeverity } from '#kernel/outcome.ts';
import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { EvidenceList } from '#web/components/evidence-list.tsx';
import { Field, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { BillRow } from '../bills/read-bills.ts';
import { allChecks } from '../checks/all-checks.ts';
import { keyToken } from '../inventory/key-token.ts';
import type { FindingRow, RunRow } from '../read-overview.ts';
import type { InspectSettings, KeptResult } from '../store.ts';
import { BillsCard } from './bills.tsx';
import { Inventory, type InventoryProps } from './inventory.tsx';
import { Result, tones } from './overview.tsx';
import { TestAccountsCard } from './test-accounts-card.tsx';

interface ShopPageProps extends Omit<InventoryProps, 'shop'> {
  readonly shop: Shop;
  readonly findings: readonly FindingRow[];
  readonly runs: readonly RunRow[];
  readonly settings: InspectSettings;
  readonly controlled: boolean;
  readonly bills: readonly BillRow[];
}

/** One shop: what to mend, the scripts of its payment page, everything that was checked, earlier inspections. */
export function ShopPage({ shop, findings, runs, settings, controlled, inventory, bills }: ShopPageProps) {
  const { t } = useView();
  const serious = findings.filter(({ severity }) => compareSeverity(severity, 'medium') >= 0);
  const last = runs.find((run) => run.finished_at !== null);
  return (
    <>
      {serious.map((finding) => (
        <FindingCard finding={finding} />
      ))}
      <SmallThings findings={findings.filter((finding) => !serious.includes(finding))} />
      {findings.length === 0 ? <EmptyState heading={last ? t('inspect.open.none') : t('inspect.not-yet')} /> : null}
      <Inventory shop={shop.id} inventory={inventory} />
      <BillsCard shop={shop.id} bills={bills} />
      <Checked results={last?.results ?? []} />
      <Grid columns={2}>
        <History runs={runs} />
        <Settings shop={shop} settings={settings} controlled={controlled} />
        <TestAccountsCard shop={shop.id} settings={settings} controlled={controlled} sent={last?.sent ?? []} />
      </Grid>
    </>
  );
}

/** What is mended when there is time: one line each, with the rest folded away. */
function SmallThings({ findings }: { readonly findings: readonly FindingRow[] }) {
  const { t } = useView();
  if (findings.length === 0) return null;
  return (
    <Card heading={t('inspect.small.heading', { count: findings.length })}>
      {findings.map((finding) => (
        <div id={finding.finding_id}>
          <Fold summary={finding.title}>
            <Remedy text={finding.remedy} />
            <p>
              <code>{finding.url}</code>
            </p>
            <EvidenceList items={finding.evidence} />
          </Fold>
        </div>
      ))}
    </Card>
  );
}

function FindingCard({ finding }: { readonly finding: FindingRow }) {
  const { t } = useView();
  return (
    <Card
      id={finding.finding_id}
      tone={tones[finding.severity]}
      heading={finding.title}
      actions={<Pill tone={tones[finding.severity]}>{t(`inspect.severity.${finding.severity}`)}</Pill>}
      foot={
        <>
          {t('inspect.first-seen')} <Time at={finding.first_seen} /> · {t('inspect.last-seen')} <Time at={finding.last_seen} />
        </>
      }
    >
      <Remedy text={finding.remedy} />
      <p>
        <code>{finding.url}</code>
      </p>
      {finding.check_id === 'payment-scripts' ? (
        <p>
          <a href={`/inspect/shops/${finding.shop_id}/scripts/${keyToken(scriptOf(finding.key))}`}>{t('inspect.scripts.see')}</a>
        </p>
      ) : null}
      <EvidenceList items={finding.evidence} />
    </Card>
  );
}

/** What to do, then the same in the words of the shop’s platform and server, a paragraph each. */
function Remedy({ text }: { readonly text: string }) {
  return text.split('\n').map((line) => <p>{line}</p>);
}

/** The script that a finding of the check `payment-scripts` is about. */
function scriptOf(key: string): string {
  return key.replace(/^(gone|expired script) /, '');
}

const outcomeTones: Readonly<Record<KeptResult['outcome'], Tone>> = {
  pass: 'ok',
  fail: 'bad',
  warn: 'warn',
  unknown: 'unknown',
  notApplicable: 'calm',
};
const titles = new Map(allChecks.map((check) => [check.meta.id, check.meta.title]));

function Checked({ results }: { readonly results: readonly KeptResult[] }) {
  const { t } = useView();
  if (results.length === 0) return null;
  return (
    <Card heading={t('inspect.checked.heading')}>
      <DataTable
        caption={t('inspect.checked.heading')}
        prefix="checks"
        rows={results}
        columns={[
          {
            key: 'outcome',
            label: t('inspect.result'),
            cell: (row) => <Pill tone={outcomeTones[row.outcome]}>{t(`inspect.outcome.${row.outcome}`)}</Pill>,
            filterBy: (row) => row.outcome,
            filterLabel: (value) => t(`inspect.outcome.${value}`),
            sortBy: (row) => row.outcome,
          },
          { key: 'check', label: t('inspect.check'), cell: (row) => titles.get(row.check) ?? row.check, sortBy: (row) => row.check },
          { key: 'basis', label: t('inspect.basis'), cell: (row) => row.text },
        ]}
      />
    </Card>
  );
}

function History({ runs }: { readonly runs: readonly RunRow[] }) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.history.heading')}>
      <DataTable
        caption={t('inspect.history.heading')}
        prefix="runs"
        pageSize={10}
        rows={runs}
        empty={<EmptyState heading={t('inspect.not-yet')} />}
        columns={[
          { key: 'when', label: t('inspect.when'), cell: (run) => <Time at={run.started_at} /> },
          { key: 'result', label: t('inspect.result'), cell: (run) => <Result run={run} /> },
          { key: 'depth', label: t('inspect.depth'), cell: (run) => t(`inspect.depth.${run.depth}`) },
          {
            key: 'took',
            label: t('inspect.took'),
            align: 'number',
            cell: (run) => (run.elapsed_ms === null ? '–' : `${(run.elapsed_ms / 1_000).toFixed(1)} s`),
          },
        ]}
      />
    </Card>
  );
}

function Settings({
  shop,
  settings,
  controlled,
}: {
  readonly shop: Shop;
  readonly settings: InspectSettings;
  readonly controlled: boolean;
}) {
  const { t } = useView();
  return (
    <Card heading={t('inspect.settings.heading')}>
      <Form action={`/inspect/shops/${shop.id}/payment-page`}>
        <Field
          name="path"
          label={t('inspect.settings.payment-page')}
          hint={t('inspect.settings.payment-page-hint')}
          value={settings.paymentPage ?? ''}
          maxlength={300}
        />
        <Button>{t('inspect.settings.save')}</Button>
      </Form>
      <Form action={`/inspect/shops/${shop.id}/journey`}>
        <Textarea
          name="file"
          label={t('inspect.settings.journey')}
          hint={t('inspect.settings.journey-hint')}
          value={settings.journey ?? ''}
          rows={6}
        />
        <Button>{t('inspect.settings.save')}</Button>
      </Form>
      <Form action={`/inspect/shops/${shop.id}/own-domains`}>
        <Textarea
          name="domains"
          label={t('inspect.settings.own-domains')}
          hint={t('inspect.settings.own-domains-hint')}
          value={settings.ownDomains.join('\n')}
          rows={4}
        />
        <Button>{t('inspect.settings.save')}</Button>
      </Form>
      <h3>{t('inspect.control.heading')}</h3>
      {controlled ? <p>{t('inspect.control.proven')}</p> : <Proof shop={shop} token={settings.controlToken} />}
    </Card>
  );
}

function Proof({ shop, token }: { readonly shop: Shop; readonly token: string | null }) {
  const { t } = useView();
  if (token === null) {
    return (
      <Form action={`/inspect/shops/${shop.id}/proof`}>
        <p>{t('inspect.control.why')}</p>
        <Button>{t('inspect.control.begin')}</Button>
      </Form>
    );
  }
  return (
    <Form action={`/inspect/shops/${shop.id}/prove`}>
      <p>{t('inspect.control.how')}</p>
      <ul>
        <li>
          {t('inspect.control.file')} <code>{`${shop.url}/.well-known/shopbell.txt`}</code>
        </li>
        <li>
          {t('inspect.control.meta')} <code>{`<meta name="shopbell" content="${token}">`}</code>
        </li>
        <li>
          {t('inspect.control.dns')} <code>_shopbell</code>
        </li>
      </ul>
      <p>
        <code>{token}</code>
      </p>
      <Button>{t('inspect.control.look')}</Button>
    </Form>
  );
}
