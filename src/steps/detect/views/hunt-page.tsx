import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { type HuntRows, MOST_ROWS } from '../own/hunt.ts';
import { type StoredSource, storedSources } from '../sigma/log-sources.ts';

/** What was typed. */
export interface Hunt {
  readonly shop: string;
  readonly source: StoredSource;
  readonly filter: string;
  readonly sql: string;
  readonly name: string;
  readonly hours: number;
}

interface Props {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  readonly hunt: Hunt;
  readonly rows: HuntRows | null;
  readonly why: string | null;
  readonly mayConfigure: boolean;
}

/** Two ways to ask: a filter of requests, events, spans or reports, and SQL; the answer; and the filter as a rule. */
export function HuntPage({ shops, hunt, rows, why, mayConfigure }: Props) {
  const { t } = useView();
  const choices = shops.map((shop) => ({ value: shop.id, label: shop.name }));
  const bySql = hunt.sql !== '';
  return (
    <>
      {rows === null ? null : <Answer rows={rows} />}
      <Card heading={t('detect.hunt.filter')}>
        <Form action="/detect/hunt" method="get">
          <Select name="shop" label={t('detect.signals.column.shop')} options={choices} value={hunt.shop} required />
          <Select
            name="source"
            label={t('detect.hunt.source')}
            options={storedSources.map((source) => ({ value: source, label: t(`detect.source.${source}`) }))}
            value={hunt.source}
            required
          />
          <Field name="hours" type="number" label={t('detect.hunt.hours')} value={hunt.hours} min={1} max={744} />
          <Textarea
            name="filter"
            label={t('detect.hunt.filter')}
            hint={t('detect.hunt.filter-hint')}
            error={why !== null && !bySql ? why : undefined}
            value={hunt.filter}
            rows={5}
            maxlength={20_000}
            required
          />
          <Button kind="main">{t('detect.hunt.ask')}</Button>
        </Form>
        {mayConfigure && rows !== null && !bySql ? (
          <Form action="/detect/hunt">
            <input type="hidden" name="shop" value={hunt.shop} />
            <input type="hidden" name="source" value={hunt.source} />
            <input type="hidden" name="filter" value={hunt.filter} />
            <Field name="name" label={t('detect.hunt.name')} maxlength={200} required />
            <Button>{t('detect.hunt.save')}</Button>
          </Form>
        ) : null}
      </Card>
      <Card heading={t('detect.hunt.sql')}>
        <Form action="/detect/hunt" method="get">
          <Textarea
            name="sql"
            label={t('detect.hunt.sql')}
            hint={t('detect.hunt.sql-hint')}
            error={why !== null && bySql ? why : undefined}
            value={
              bySql
                ? hunt.sql
                : 'select address, count() as requests, uniqExact(path) as paths\nfrom @requests where at > now() - interval 1 day\ngroup by address order by requests desc limit 50'
            }
            rows={6}
            maxlength={20_000}
            required
          />
          <Button>{t('detect.hunt.ask')}</Button>
        </Form>
      </Card>
    </>
  );
}

function Answer({ rows }: { readonly rows: HuntRows }) {
  const { t } = useView();
  const names = Object.keys(rows[0] ?? {});
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <Card heading={t('detect.hunt.answer')}>
      <p>
        {t('detect.hunt.rows', { rows: shown.length })} {rows.length > MOST_ROWS ? t('detect.hunt.cut') : null}
      </p>
      {shown.length === 0 ? null : (
        <DataTable
          caption={t('detect.hunt.answer')}
          rows={shown}
          columns={names.map(
            (name, nth): Column<HuntRows[number]> => ({
              key: `c${nth}`,
              label: name,
              cell: (row) => <code>{textOf(row[name])}</code>,
              sortBy: (row) => sortable(row[name]),
            }),
          )}
        />
      )}
    </Card>
  );
}

const LONGEST = 300;

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (text ?? '').slice(0, LONGEST);
}

function sortable(value: unknown): string | number | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
