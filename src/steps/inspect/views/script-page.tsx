import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatTime, Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import type { VersionComparison } from '../inventory/compare-versions.ts';
import type { ScriptRow } from '../inventory/read-inventory.ts';
import type { ScriptVersion } from '../inventory/read-script.ts';
import { StandingPill } from './inventory.tsx';
import { ScriptDiff } from './script-diff.tsx';

interface ScriptPageProps {
  readonly at: string;
  readonly script: ScriptRow;
  readonly versions: readonly ScriptVersion[];
  readonly compared: VersionComparison | null;
  readonly values: boolean;
  /** Names of people by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** The newest content, cut; `null` when it is not at hand. */
  readonly source: string | null;
  readonly error?: string | undefined;
}

/** One script: how it stands and who said so, what changed, what it names, every content it had. */
export function ScriptPage(props: ScriptPageProps) {
  const { t } = useView();
  const { at, script, versions, compared, values, source } = props;
  const diff = compared === null ? null : <ScriptDiff at={at} compared={compared} values={values} />;
  // What changed is what a person came for.
  const isChanged = script.standing === 'changed';
  return (
    <>
      {isChanged ? diff : null}
      <Grid columns={2}>
        <About {...props} />
        <Decide {...props} />
      </Grid>
      {isChanged ? null : diff}
      <Versions {...props} />
      <Card heading={t('inspect.script.source')}>
        {source === null ? (
          <p class="soft">{t('inspect.script.no-source')}</p>
        ) : (
          <Fold summary={t('inspect.script.show-source', { bytes: versions[0]?.bytes ?? source.length })}>
            <Verbatim text={source} />
          </Fold>
        )}
      </Card>
    </>
  );
}

function About({ script, versions, names }: ScriptPageProps) {
  const { t } = useView();
  const named = versions[0]?.named ?? null;
  const codes = (names: readonly string[]) => (names.length === 0 ? '–' : <code>{names.slice(0, 30).join(', ')}</code>);
  return (
    <Card heading={t('inspect.script.about')}>
      <KeyValue
        items={[
          { key: t('inspect.scripts.state'), value: <StandingPill standing={script.standing} /> },
          { key: t('inspect.scripts.why'), value: script.reason ?? '–' },
          { key: t('inspect.inv.owner'), value: script.owner ?? '–' },
          { key: t('inspect.script.decided'), value: <Decided script={script} names={names} /> },
          { key: t('inspect.scripts.party'), value: t(`inspect.party.${script.party}`) },
          { key: t('inspect.script.made-by'), value: script.parent === null ? t('inspect.script.by-page') : <code>{script.parent}</code> },
          { key: t('inspect.first-seen'), value: <Time at={script.first_seen} /> },
          { key: t('inspect.inv.last'), value: <Time at={script.last_seen} /> },
          { key: t('inspect.scripts.bytes'), value: script.bytes },
          { key: 'SHA-256', value: <code>{script.hash}</code> },
          ...(named === null
            ? []
            : [
                { key: t('inspect.script.hosts'), value: codes(named.hosts) },
                { key: t('inspect.script.fields'), value: named.fields.map((field) => t(`inspect.field.${field}`)).join(', ') || '–' },
                { key: t('inspect.script.does'), value: named.does.map((one) => t(`inspect.does.${one}`)).join(', ') || '–' },
              ]),
        ]}
      />
    </Card>
  );
}

function Decided({ script, names }: Pick<ScriptPageProps, 'script' | 'names'>) {
  const { t } = useView();
  const [at, by] = script.rejected_at === null ? [script.authorised_at, script.authorised_by] : [script.rejected_at, script.rejected_by];
  if (at === null) return <>–</>;
  return (
    <>
      <Time at={at} />, {names.get(by ?? '') ?? by}
      {script.until === null ? null : (
        <>
          {', '}
          {t('inspect.script.until')} <Time at={script.until} as="day" />
        </>
      )}
      {script.trust_changes ? `, ${t('inspect.script.trusted')}` : null}
    </>
  );
}

function Decide({ at, script, error }: ScriptPageProps) {
  const { t } = useView();
  const decided = script.authorised_at !== null || script.rejected_at !== null;
  return (
    <Card heading={t('inspect.script.decide')}>
      <Form action={`${at}/authorise`} error={error}>
        <Field
          name="reason"
          label={t('inspect.scripts.why')}
          hint={t('inspect.scripts.reason-hint')}
          required
          minlength={3}
          maxlength={500}
        />
        <Field name="owner" label={t('inspect.inv.owner')} hint={t('inspect.inv.owner-hint')} maxlength={200} value={script.owner ?? ''} />
        <Field name="until" type="date" label={t('inspect.inv.until')} hint={t('inspect.inv.until-hint')} />
        <Checkbox name="trust" label={t('inspect.inv.trust')} hint={t('inspect.inv.trust-hint')} checked={script.trust_changes} />
        <p class="row">
          {script.present ? <Button kind="main">{t('inspect.script.authorise')}</Button> : null}
          <Button kind="danger" formaction={`${at}/reject`}>
            {t('inspect.script.reject')}
          </Button>
          {decided ? <Button formaction={`${at}/withdraw`}>{t('inspect.script.withdraw')}</Button> : null}
        </p>
      </Form>
    </Card>
  );
}

function Versions({ at, versions }: ScriptPageProps) {
  const { t, locale, timeZone } = useView();
  const options = versions.map(({ hash, first_seen }) => ({
    value: hash.slice(0, 16),
    label: `${formatTime(first_seen, locale, timeZone)} · ${hash.slice(0, 12)}`,
  }));
  return (
    <Card heading={t('inspect.script.versions', { count: versions.length })} foot={t('inspect.script.versions-foot')}>
      <DataTable
        caption={t('inspect.script.versions', { count: versions.length })}
        prefix="versions"
        pageSize={20}
        rows={versions}
        columns={[
          { key: 'first', label: t('inspect.first-seen'), cell: (row) => <Time at={row.first_seen} />, sortBy: (row) => row.first_seen },
          { key: 'last', label: t('inspect.inv.last'), cell: (row) => <Time at={row.last_seen} />, sortBy: (row) => row.last_seen },
          { key: 'hash', label: 'SHA-256', cell: (row) => <code title={row.hash}>{row.hash.slice(0, 16)}</code> },
          { key: 'bytes', label: t('inspect.scripts.bytes'), align: 'number', cell: (row) => row.bytes },
          {
            key: 'state',
            label: t('inspect.scripts.state'),
            cell: (row) =>
              row.authorised_at === null ? (
                <Pill tone="calm">{t('inspect.script.not-authorised')}</Pill>
              ) : (
                <Pill tone="ok">{t('inspect.standing.authorised')}</Pill>
              ),
          },
        ]}
      />
      {versions.length < 2 ? null : (
        <Form action={at} method="get" layout="inline">
          <Select name="from" label={t('inspect.script.from')} required options={options} value={options[1]?.value} />
          <Select name="to" label={t('inspect.script.to')} required options={options} value={options[0]?.value} />
          <Button>{t('inspect.script.compare')}</Button>
        </Form>
      )}
    </Card>
  );
}
