import { LineChart } from '#web/charts/line-chart.tsx';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Checkbox, Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Affected } from '../affected/affected.ts';
import type { Link } from '../affected/judge-links.ts';
import type { ListedRecord } from '../affected/list-records.ts';
import type { PersonTouched } from '../verbs/look-up-person.ts';

interface Props {
  readonly affected: Affected;
  readonly rows: readonly ListedRecord[];
  readonly pageSize: number;
  /** Where the whole list is given out, sealed; `null`: there is none. */
  readonly sealed: string | null;
  readonly leak: readonly (readonly [at: Date, records: number])[];
  readonly links: { readonly path: string; readonly all: readonly Link[]; readonly chosen: readonly number[] } | null;
  /** `null`: this person may not open people's data, or there is nothing to ask. */
  readonly person: { readonly path: string; readonly asked: { readonly result?: PersonTouched; readonly wrong?: string } } | null;
}

/** Whose data it was: how many at least and at most and why, the leak over time, record by record, who else may belong to it, one person. */
export function AffectedPage({ affected, rows, pageSize, leak, links, person, sealed }: Props) {
  const { t } = useView();
  return (
    <>
      <Grid columns="split">
        <div class="stack">
          <Card heading={t('detect.affected.over-time')}>
            {leak.length < 2 ? (
              <p>{t('detect.affected.no-chart')}</p>
            ) : (
              <LineChart label={t('detect.affected.chart')} name={t('detect.affected.records')} points={leak} />
            )}
          </Card>
        </div>
        <div class="stack">
          <Card heading={t('detect.affected.why')}>
            <Reasons affected={affected} />
          </Card>
          <Card heading={t('detect.affected.what')}>
            <What affected={affected} />
          </Card>
        </div>
      </Grid>
      <Card heading={t('detect.affected.list')}>
        <DataTable
          caption={t('detect.affected.list')}
          columns={columns(t)}
          rows={rows}
          total={affected.records}
          pageSize={pageSize}
          empty={<EmptyState heading={t('detect.affected.none')}>{t('detect.affected.none-text')}</EmptyState>}
        />
      </Card>
      {sealed === null ? null : (
        <Card heading={t('detect.affected.sealed')}>
          <p>{t('detect.affected.sealed-text')}</p>
          <p>
            <ButtonLink href={sealed}>{t('detect.affected.sealed.take')}</ButtonLink>
          </p>
        </Card>
      )}
      {person === null ? null : <Person {...person} />}
      {links === null ? null : <Links {...links} />}
    </>
  );
}

function Reasons({ affected }: { readonly affected: Affected }) {
  const { t } = useView();
  if (affected.reasons.length === 0) return <p>{t('detect.affected.reason.none')}</p>;
  return (
    <ul>
      {affected.reasons.map(({ code, values }) => (
        <li>{t(`detect.affected.reason.${code}`, { ...values })}</li>
      ))}
    </ul>
  );
}

function What({ affected }: { readonly affected: Affected }) {
  const { t } = useView();
  const kinds = affected.kinds.map(({ kind, records, certain }) => ({
    key: kind,
    value: t('detect.affected.kind', { records, certain }),
  }));
  const categories = Object.entries(affected.byCategory).map(([category, records]) => ({
    key: t(`detect.category.${category}`),
    value: records,
  }));
  return (
    <KeyValue
      items={[
        ...kinds,
        ...categories,
        ...(affected.first === null ? [] : [{ key: t('detect.signal.first'), value: <Time at={affected.first} /> }]),
        ...(affected.last === null ? [] : [{ key: t('detect.signal.last'), value: <Time at={affected.last} /> }]),
      ]}
    />
  );
}

const TONES = { certain: 'bad', likely: 'warn', possible: 'unknown' } as const;

function columns(t: Translate): readonly Column<ListedRecord>[] {
  return [
    { key: 'record', label: t('detect.affected.column.record'), cell: (row) => <code>{`${row.kind} …${row.ref.slice(-8)}`}</code> },
    {
      key: 'sure',
      label: t('detect.affected.column.sure'),
      cell: (row) => <Pill tone={TONES[row.sure]}>{t(`detect.affected.sure.${row.sure}`)}</Pill>,
    },
    {
      key: 'categories',
      label: t('detect.affected.column.categories'),
      cell: (row) => row.categories.map((category) => t(`detect.category.${category}`)).join(', '),
    },
    { key: 'routes', label: t('detect.signal.through'), cell: (row) => <code>{row.routes.join(' ')}</code> },
    { key: 'times', label: t('detect.affected.column.times'), align: 'number', cell: (row) => row.times },
    { key: 'first', label: t('detect.signal.first'), cell: (row) => <Time at={row.first} /> },
    { key: 'last', label: t('detect.signal.last'), cell: (row) => <Time at={row.last} /> },
  ];
}

function Person({ path, asked }: NonNullable<Props['person']>) {
  const { t } = useView();
  const { result } = asked;
  return (
    <Card heading={t('detect.affected.person')}>
      {result === undefined ? null : (
        <div role="status">
          <p>
            <Pill tone={result.answer === 'touched' ? 'bad' : result.answer === 'not-found' ? 'ok' : 'unknown'}>
              {t(`detect.affected.person.${result.answer}`)}
            </Pill>{' '}
            {t(`detect.affected.person.${result.answer}.means`, { unknown: result.unknown, records: result.records.length })}
          </p>
          <ul>
            {result.records.slice(0, 100).map((record) => (
              <li>
                {record.kind}: {record.categories.map((category) => t(`detect.category.${category}`)).join(', ')},{' '}
                <Time at={record.first} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <p>{t('detect.affected.person-text')}</p>
      <Form action={path}>
        <Field name="who" label={t('detect.affected.person.who')} maxlength={320} autocomplete="off" required />
        <Field
          name="purpose"
          label={t('detect.affected.person.purpose')}
          hint={t('detect.affected.person.purpose-hint')}
          error={asked.wrong}
          minlength={10}
          maxlength={500}
          required
        />
        <Button>{t('detect.affected.person.ask')}</Button>
      </Form>
    </Card>
  );
}

function Links({ path, all, chosen }: NonNullable<Props['links']>) {
  const { t } = useView();
  return (
    <Card heading={t('detect.affected.links')}>
      {all.length === 0 ? (
        <p>{t('detect.affected.links.none')}</p>
      ) : (
        <>
          <p>{t('detect.affected.links-text')}</p>
          <Form action={path} method="get">
            {all.slice(0, 30).map(({ candidate, strength, why }) => (
              <Checkbox
                name="with"
                id={`with-${candidate.actor}`}
                value={String(candidate.actor)}
                checked={chosen.includes(candidate.actor)}
                label={
                  <>
                    <code>{candidate.addresses[0]}</code>{' '}
                    {t('detect.affected.links.one', {
                      records: candidate.records,
                      strength: t(`detect.affected.links.strength.${strength}`),
                    })}{' '}
                    {why.map((one) => t(`detect.affected.links.why.${one}`)).join(', ')}
                  </>
                }
              />
            ))}
            <Button>{t('detect.affected.links.include')}</Button>
          </Form>
        </>
      )}
    </Card>
  );
}
