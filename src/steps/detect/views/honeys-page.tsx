import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Checkbox, Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { WriterRow } from '../honey/shops/store-writers.ts';
import { stateOf } from '../honey/state-of.ts';
import type { HoneyRow } from '../honey/store-honeys.ts';
import type { SignalRow } from '../store.ts';
import { ShopWritersCard } from './honey-shop-cards.tsx';

/** What came of the form that was just sent. */
export interface Said {
  readonly wrong?: string;
  readonly domain?: string;
  readonly looked?: number;
  readonly found?: readonly string[];
}

interface Props {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  readonly honeys: readonly HoneyRow[];
  readonly writers: readonly WriterRow[];
  readonly signals: readonly SignalRow[];
  readonly said: Said;
  readonly mayConfigure: boolean;
  readonly mayLook: boolean;
}

const PLACES = ['shop', 'newsletter', 'courier', 'crm', 'erp', 'support', 'payment', 'backup'] as const;
const USUAL: readonly string[] = ['shop', 'newsletter', 'courier'];

/** Every honey customer and how it stands, a text to look through, and new ones in one click. */
export function HoneysPage({ shops, honeys, writers, signals, said, mayConfigure, mayLook }: Props) {
  const { t } = useView();
  const names = new Map(shops.map((shop) => [shop.id, shop.name]));
  return (
    <>
      {said.looked === undefined ? null : <Looked looked={said.looked} found={said.found ?? []} />}
      <Card heading={t('detect.honeys.list')}>
        <DataTable
          caption={t('detect.honeys.list')}
          columns={columns(t, names, signals)}
          rows={honeys}
          textOf={(row) => row.place}
          empty={<EmptyState heading={t('detect.honeys.none')}>{t('detect.honeys.none-text')}</EmptyState>}
        />
      </Card>
      {mayLook && honeys.length > 0 ? (
        <Card heading={t('detect.honeys.look')}>
          <p>{t('detect.honeys.look-text')}</p>
          <Form action="/detect/honeys/look">
            <Textarea name="text" label={t('detect.honeys.look-field')} rows={5} required />
            <Field name="where" label={t('detect.honeys.look-where')} maxlength={200} />
            <Button>{t('detect.honeys.look-now')}</Button>
          </Form>
        </Card>
      ) : null}
      {mayConfigure && shops.length > 0 ? (
        <Card heading={t('detect.honeys.make')}>
          <p>{t('detect.honeys.make-text')}</p>
          <Form action="/detect/honeys">
            <Select
              name="shop"
              label={t('detect.signals.column.shop')}
              options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
              required
            />
            <Field
              name="domain"
              label={t('detect.honeys.domain')}
              hint={t('detect.honeys.domain-hint')}
              error={said.wrong}
              value={said.domain}
              maxlength={190}
              required
            />
            <fieldset class="field">
              <legend>{t('detect.honeys.places')}</legend>
              {PLACES.map((place) => (
                <Checkbox
                  name="place"
                  id={`place-${place}`}
                  label={t(`detect.honeys.place.${place}`)}
                  value={t(`detect.honeys.place.${place}`)}
                  checked={honeys.length === 0 && USUAL.includes(place)}
                />
              ))}
            </fieldset>
            <Field name="other" label={t('detect.honeys.other')} maxlength={80} />
            <Button kind={honeys.length === 0 ? 'main' : 'quiet'}>{t('detect.honeys.make-now')}</Button>
          </Form>
        </Card>
      ) : null}
      {mayConfigure && shops.length > 0 ? <ShopWritersCard shops={shops} writers={writers} /> : null}
    </>
  );
}

function Looked({ looked, found }: { readonly looked: number; readonly found: readonly string[] }) {
  const { t } = useView();
  return (
    <Card heading={t('detect.honeys.look')}>
      <p role="status">
        {found.length > 0 ? t('detect.honeys.looked.found', { places: found.join(', ') }) : t('detect.honeys.looked.none', { looked })}
      </p>
    </Card>
  );
}

function columns(t: Translate, names: ReadonlyMap<string, string>, signals: readonly SignalRow[]): readonly Column<HoneyRow>[] {
  const usesOf = (row: HoneyRow): number => signals.filter((signal) => signal.facts.honey === row.id).length;
  return [
    {
      key: 'place',
      label: t('detect.honeys.column.place'),
      cell: (row) => <a href={`/detect/honeys/${row.id}`}>{row.place}</a>,
      sortBy: (row) => row.place,
    },
    {
      key: 'state',
      label: t('detect.honeys.column.state'),
      cell: (row) => <Pill tone={stateOf(row) === 'placed' ? 'ok' : 'unknown'}>{t(`detect.honeys.state.${stateOf(row)}`)}</Pill>,
      filterBy: stateOf,
      filterLabel: (value) => t(`detect.honeys.state.${value}`),
    },
    { key: 'shop', label: t('detect.signals.column.shop'), cell: (row) => names.get(row.shop_id) ?? row.shop_id },
    { key: 'uses', label: t('detect.honeys.column.uses'), align: 'number', cell: usesOf, sortBy: usesOf },
    {
      key: 'since',
      label: t('detect.honeys.column.since'),
      cell: (row) => <Time at={row.placed_at ?? row.made_at} />,
      sortBy: (row) => row.placed_at ?? row.made_at,
    },
  ];
}
