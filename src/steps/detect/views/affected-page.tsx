import { LineChart } from '#web/charts/line-chart.tsx';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Checkbox } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatTime, Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Affected, Reason } from '../affected/affected.ts';
import type { Link } from '../affected/judge-links.ts';
import type { ListedRecord } from '../affected/list-records.ts';
import type { EnteredAccount } from '../affected/read-entered.ts';
import { judgeNow } from '../checks/judge-groups.ts';
import type { KeptCount } from '../store-people-counts.ts';
import { type FormsProps, PeopleFold, PersonFold } from './affected-forms-cards.tsx';
import { EnteredCard } from './entered-card.tsx';
import { GroupsCard } from './groups-card.tsx';

interface Props {
  readonly affected: Affected;
  readonly rows: readonly ListedRecord[];
  readonly pageSize: number;
  /** Names of the shop's sources, by id. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the directory told when it was asked; `null`: nobody asked yet. */
  readonly counted: KeptCount | null;
  /** `null`: no campaign of tried passwords. */
  readonly entered: { readonly accounts: readonly EnteredAccount[]; readonly sealed: string } | null;
  /** Below which address the whole list is given out, sealed; `null`: there is none. `query` says which reads. */
  readonly sealed: string | null;
  readonly query: string;
  readonly leak: readonly (readonly [at: Date, records: number])[];
  readonly links: { readonly path: string; readonly all: readonly Link[]; readonly chosen: readonly number[] } | null;
  /** `null`: this person may not open people's data. */
  readonly forms: FormsProps | null;
}

/** Whose data it was: how many at least and at most and why, the leak over time, record by record, who else may belong to it, one person. */
export function AffectedPage({ affected, counted, entered, rows, pageSize, sources, leak, links, forms, sealed, query }: Props) {
  const { t } = useView();
  const now = judgeNow(affected, counted?.count ?? null);
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
            <Reasons reasons={now.reasons} records={affected.records} sources={sources} />
          </Card>
          {affected.kinds.length === 0 && affected.first === null ? null : (
            <Card heading={t('detect.affected.what')}>
              <What affected={affected} />
            </Card>
          )}
        </div>
      </Grid>
      {entered === null ? null : <EnteredCard {...entered} forms={forms} />}
      <GroupsCard groups={now.groups} askedAt={counted?.askedAt ?? null} forms={forms} />
      {forms === null && sealed === null ? null : (
        <Card heading={t('detect.affected.take')}>
          {forms === null ? null : <PersonFold {...forms} />}
          {forms === null ? null : <PeopleFold {...forms} />}
          {sealed === null ? null : (
            <Fold summary={t('detect.affected.sealed')}>
              <p>{t('detect.affected.sealed-text')}</p>
              <p>
                <ButtonLink href={`${sealed}.ndjson${query}`}>{t('detect.affected.sealed.take')}</ButtonLink>{' '}
                <ButtonLink href={`${sealed}.json${query}`}>{t('detect.affected.json')}</ButtonLink>
              </p>
            </Fold>
          )}
        </Card>
      )}
      {links === null ? null : <Links {...links} />}
      <Records {...{ rows, pageSize }} total={affected.records} />
    </>
  );
}

/** What all records on the page have in common is said once, above them. */
function Records({ rows, total, pageSize }: { readonly rows: readonly ListedRecord[]; readonly total: number; readonly pageSize: number }) {
  const { t } = useView();
  const shared = rows.length < 2 ? [] : columns(t).filter(({ key }) => isSame(rows, key));
  const [one] = rows;
  return (
    <Card heading={t('detect.affected.list')}>
      {one === undefined || shared.length === 0 ? null : (
        <KeyValue items={shared.map(({ label, cell }) => ({ key: label, value: cell(one) }))} />
      )}
      <DataTable
        caption={t('detect.affected.list')}
        columns={columns(t).filter(({ key }) => !shared.some((column) => column.key === key))}
        rows={rows}
        total={total}
        pageSize={pageSize}
        empty={<EmptyState heading={t('detect.affected.none')}>{t('detect.affected.none-text')}</EmptyState>}
      />
    </Card>
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface ReasonsProps {
  readonly reasons: readonly Reason[];
  readonly records: number;
  readonly sources: ReadonlyMap<string, string>;
}

function Reasons({ reasons, records, sources }: ReasonsProps) {
  const { t, locale, timeZone } = useView();
  const named = (source: unknown) => (typeof source === 'string' ? { source: sources.get(source) ?? source } : {});
  const timed = (values: Reason['values']) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === 'string' && INSTANT.test(value) ? [[name, formatTime(new Date(value), locale, timeZone, 'exact')]] : [],
      ),
    );
  if (reasons.length === 0) return <p>{t(records === 0 ? 'detect.affected.reason.nothing' : 'detect.affected.reason.none')}</p>;
  return (
    <ul>
      {reasons.map(({ code, values }) => (
        <li>{t(`detect.affected.reason.${code}`, { ...values, ...timed(values), ...named(values.source) })}</li>
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

function isSame(rows: readonly ListedRecord[], key: string): boolean {
  if (key !== 'categories' && key !== 'routes') return false;
  return new Set(rows.map((row) => row[key].join(' '))).size === 1;
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
