import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { notificationOf } from '../checks/filing-state.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import type { RegisterLine, RegisterPart } from './read-register.ts';
import { LEAST_MONTHS, MOST_MONTHS, type RegisterRules } from './rules.ts';

export const PAGE_SIZE = 50;

interface RegisterPageProps {
  readonly part: RegisterPart;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly publicKey: string;
  readonly rules: RegisterRules;
  readonly mayDecide: boolean;
}

/** The register of Art. 33(5): the latest version of each entry, what proves it, how long it is kept and who may read it. */
export function RegisterPage(props: RegisterPageProps) {
  return (
    <>
      <RegisterTable part={props.part} />
      <ProofCard {...props} />
      <RulesCard {...props} />
    </>
  );
}

function RegisterTable({ part }: { readonly part: RegisterPart }) {
  const { t } = useView();
  const answer = (row: RegisterLine, duty: 'authority' | 'people') =>
    t('decide.answer', { answer: row.entry.decision?.[duty] ?? 'unknown' });
  const isBreach = (row: RegisterLine) => row.entry.decision?.register !== 'no';
  return (
    <DataTable
      caption={t('decide.register.heading')}
      rows={part.lines}
      total={part.total}
      pageSize={PAGE_SIZE}
      textOf={(row) => `${row.number} ${row.entry.title}`}
      empty={<EmptyState heading={t('decide.register.none')}>{t('decide.register.none-text')}</EmptyState>}
      columns={[
        {
          key: 'number',
          label: t('decide.column.number'),
          cell: (row) => (
            <>
              <a class="nowrap" href={`/decide/register/${row.case_id}`}>
                {row.number}
              </a>
              <br />
              <small class="soft">{t('register.version', { version: row.version })}</small>
            </>
          ),
          sortBy: (row) => row.number,
        },
        {
          key: 'title',
          label: t('decide.column.title'),
          cell: (row) => (
            <>
              {row.entry.title}
              {isBreach(row) ? null : (
                <>
                  <br />
                  <small class="soft">
                    {t('register.no-breach', { role: row.entry.facts.role?.value === 'processor' ? 'processor' : 'controller' })}
                  </small>
                </>
              )}
            </>
          ),
          sortBy: (row) => row.entry.title,
        },
        {
          key: 'aware',
          label: t('decide.column.aware'),
          cell: (row) => <Time at={new Date(row.entry.awareAt)} />,
          sortBy: (row) => row.entry.awareAt,
        },
        {
          key: 'people',
          label: t('decide.column.people'),
          cell: (row) => showFactValue(row.entry.people),
          align: 'number',
          sortBy: (row) => row.entry.people.atLeast,
        },
        {
          key: 'authority',
          label: t('decide.duty', { duty: 'authority' }),
          cell: (row) => (
            <>
              {answer(row, 'authority')}
              <Notified row={row} />
            </>
          ),
        },
        { key: 'told', label: t('decide.duty', { duty: 'people' }), cell: (row) => answer(row, 'people') },
        {
          key: 'ends',
          label: t('register.column.ends'),
          cell: (row) => (row.ends === null ? t('register.open') : <Time at={row.ends} as="day" />),
          sortBy: (row) => row.ends,
        },
      ]}
    />
  );
}

function Notified({ row }: { readonly row: RegisterLine }) {
  const { t } = useView();
  const first = notificationOf((row.entry.filings ?? []).map((one) => ({ ...one, at: new Date(one.at) })));
  if (first === null) return null;
  return (
    <>
      <br />
      <small class="soft">
        {t('decide.column.notified')} <Time at={first.at} />
      </small>
    </>
  );
}

function ProofCard({ head, publicKey }: RegisterPageProps) {
  const { t } = useView();
  return (
    <Card heading={t('register.proof')} foot={t('register.proof-foot')}>
      <p>{t('register.proof-text', { count: head.seq })}</p>
      <dl class="key-value">
        <div>
          <dt>{t('register.head')}</dt>
          <dd>
            <code class="wrap">{head.hash}</code>
          </dd>
        </div>
        <div>
          <dt>{t('register.key')}</dt>
          <dd>
            <code class="wrap">{publicKey}</code>
          </dd>
        </div>
      </dl>
      <pre tabindex={0}>
        <code>{'./shopbell register verify register.json --head HASH --key KEY'}</code>
      </pre>
    </Card>
  );
}

function RulesCard({ rules, mayDecide }: RegisterPageProps) {
  const { t } = useView();
  const options = (['everybody', 'privacy'] as const).map((value) => ({ value, label: t('register.readers', { readers: value }) }));
  return (
    <Card heading={t('register.rules')}>
      <p>{t('register.rules-text', { months: rules.keepMonths, readers: t('register.readers', { readers: rules.readers }) })}</p>
      {mayDecide ? (
        <Form action="/decide/register/rules">
          <div class="fields-2">
            <Field
              name="keepMonths"
              type="number"
              label={t('register.keep')}
              hint={t('register.keep-hint', { least: LEAST_MONTHS })}
              value={rules.keepMonths}
              min={LEAST_MONTHS}
              max={MOST_MONTHS}
              required
            />
            <Select name="readers" label={t('register.who')} options={options} value={rules.readers} required />
          </div>
          <Button>{t('register.set')}</Button>
        </Form>
      ) : null}
    </Card>
  );
}

/** The register as files. */
export function RegisterFiles() {
  return (
    <>
      {(['pdf', 'xlsx', 'csv', 'json'] as const).map((format) => (
        <>
          <ButtonLink href={`/decide/register.${format}`}>{format.toUpperCase()}</ButtonLink>{' '}
        </>
      ))}
    </>
  );
}
