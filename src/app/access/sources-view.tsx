import { type Shop, type Source, sourceKinds } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field, Radios, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

export interface SourcesViewProps {
  readonly sources: readonly Source[];
  readonly shops: readonly Shop[];
  readonly fields: Readonly<Record<string, string>>;
  readonly mayChange: boolean;
  readonly error: string | undefined;
}

export function SourcesView({ sources, shops, fields, mayChange, error }: SourcesViewProps) {
  const { t } = useView();
  const shopOf = (row: Source) => shops.find((shop) => shop.id === row.shop)?.name ?? row.shop;
  return (
    <>
      <DataTable
        caption={t('access.tab.sources')}
        rows={sources}
        empty={<EmptyState heading={t('access.sources.none')} />}
        columns={[
          {
            key: 'name',
            label: t('access.sources.name'),
            cell: (row) => <a href={`/settings/sources/${row.id}`}>{row.name}</a>,
            sortBy: (row) => row.name,
          },
          { key: 'shop', label: t('access.keys.shop'), cell: shopOf, sortBy: shopOf },
          { key: 'kind', label: t('access.sources.kind'), cell: (row) => t(`access.sources.${row.kind}`), sortBy: (row) => row.kind },
          { key: 'path', label: t('access.sources.path'), cell: (row) => (row.path === null ? '' : <code>{row.path}</code>) },
          { key: 'timeZone', label: t('access.sources.timeZone'), cell: zoneOf },
          ...(mayChange ? [{ key: 'remove', label: t('access.remove'), cell: (row: Source) => <Remove source={row.id} /> }] : []),
        ]}
      />
      {mayChange && shops.length > 0 ? (
        <Card heading={t('access.sources.add')}>
          <Form action="/settings/connect" error={error}>
            <Select
              name="shop"
              label={t('access.keys.shop')}
              value={fields.shop ?? shops[0]?.id}
              options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
              required
            />
            <Field name="name" label={t('access.sources.name')} value={fields.name} maxlength={200} required />
            <Radios
              name="kind"
              label={t('access.sources.kind')}
              value={fields.kind ?? 'file'}
              options={sourceKinds.map((kind) => ({
                value: kind,
                label: t(`access.sources.${kind}`),
                hint: t(`access.sources.${kind}Hint`),
              }))}
              required
            />
            <Field
              name="path"
              label={t('access.sources.path')}
              hint={t('access.setup.logHint')}
              value={fields.path}
              placeholder="/var/log/nginx/access.log"
            />
            <Field
              name="timeZone"
              label={t('access.sources.timeZone')}
              hint={t('access.sources.timeZoneHint')}
              value={fields.timeZone}
              placeholder="UTC"
            />
            <Field
              name="certificate"
              label={t('access.sources.certificate')}
              hint={t('access.sources.certificateHint')}
              value={fields.certificate}
            />
            <Button kind="main">{t('access.sources.add')}</Button>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

/** Only files and syslog have lines whose times may name no zone. */
function zoneOf(row: Source): string {
  if (row.kind !== 'file' && row.kind !== 'syslog') return '';
  return row.timeZone ?? 'UTC';
}

function Remove({ source }: { readonly source: string }) {
  const { t } = useView();
  return (
    <Form action={`/settings/connect/${source}/remove`} layout="inline">
      <Button>{t('access.remove')}</Button>
    </Form>
  );
}
