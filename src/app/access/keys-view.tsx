import type { KeyLine } from '#registry/readers.ts';
import { keyPermissions, type Shop, type Source } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Field, Radios, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';

export interface KeysViewProps {
  readonly keys: readonly KeyLine[];
  readonly shops: readonly Shop[];
  readonly sources: readonly Source[];
  /** A fresh key, shown once. */
  readonly text: string | undefined;
  readonly error: string | undefined;
}

export function KeysView({ keys, shops, sources, text, error }: KeysViewProps) {
  const { t } = useView();
  const nameOf = (id: string | null) => (id === null ? t('access.keys.anyShop') : (shops.find((shop) => shop.id === id)?.name ?? id));
  return (
    <>
      {text ? (
        <Card heading={t('access.keys.once')} tone="calm">
          <p>{t('access.keys.onceWhy')}</p>
          <p>
            <code>{text}</code>
          </p>
        </Card>
      ) : null}
      <DataTable
        caption={t('access.tab.keys')}
        rows={keys}
        empty={<EmptyState heading={t('access.keys.none')} />}
        columns={[
          { key: 'name', label: t('access.keys.name'), cell: (row) => row.name, sortBy: (row) => row.name },
          { key: 'may', label: t('access.keys.may'), cell: (row) => row.permissions.map((one) => t(`access.keys.${one}`)).join(', ') },
          { key: 'shop', label: t('access.keys.shop'), cell: (row) => nameOf(row.shop), sortBy: (row) => nameOf(row.shop) },
          { key: 'made', label: t('access.keys.made'), cell: (row) => <Time at={row.madeAt} />, sortBy: (row) => row.madeAt },
          { key: 'state', label: t('access.keys.state'), cell: (row) => <State row={row} /> },
        ]}
      />
      <Card heading={t('access.keys.new')}>
        <Form action="/settings/keys" error={error}>
          <Field name="name" label={t('access.keys.name')} hint={t('access.keys.nameHint')} maxlength={200} required />
          <Radios
            name="permission"
            label={t('access.keys.may')}
            value="send-telemetry"
            options={keyPermissions.map((value) => ({ value, label: t(`access.keys.${value}`) }))}
            required
          />
          <Select
            name="speaks"
            label={t('access.keys.speaks')}
            hint={t('access.keys.speaksHint')}
            value={shops[0]?.id}
            choose={t('access.keys.anyShop')}
            options={[
              ...shops.map((shop) => ({ value: shop.id, label: t('access.keys.newSource', { shop: shop.name }) })),
              ...sources
                .filter((source) => source.kind !== 'file')
                .map((source) => ({ value: source.id, label: `${nameOf(source.shop)} · ${source.name}` })),
            ]}
          />
          <Button kind="main">{t('access.keys.make')}</Button>
        </Form>
      </Card>
    </>
  );
}

function State({ row }: { readonly row: KeyLine }) {
  const { t } = useView();
  if (row.revokedAt !== null) return <Pill tone="calm">{t('access.keys.revoked')}</Pill>;
  return (
    <Form action={`/settings/keys/${row.key}/revoke`} layout="inline">
      <Button kind="danger">{t('access.keys.revoke')}</Button>
    </Form>
  );
}
