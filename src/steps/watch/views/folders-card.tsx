import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { OrderFeed } from '../orders/feeds/store.ts';
import { orderSystems } from '../orders/order-words.ts';
import { type FeedForm, FeedState } from './feeds-card.tsx';

interface Props {
  readonly shop: Shop;
  readonly feeds: readonly OrderFeed[];
  readonly form?: FeedForm | undefined;
}

/** Folders of SFTP servers that are looked into for files of orders. */
export function FoldersCard({ shop, feeds, form }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.orders.folders')} id="folders">
      <p>{t('watch.orders.folders-text')}</p>
      {feeds.length === 0 ? null : (
        <DataTable
          caption={t('watch.orders.folders')}
          rows={feeds}
          prefix="d"
          columns={[
            { key: 'name', label: t('watch.check.name'), cell: ({ name }) => name },
            { key: 'toldBy', label: t('watch.orders.feeds-told-by'), cell: ({ toldBy }) => t(`watch.orders.system.${toldBy}`) },
            { key: 'state', label: t('watch.check.state'), cell: (feed) => <FeedState feed={feed} /> },
            { key: 'hostKey', label: t('watch.orders.folders-host-key'), cell: ({ folder }) => <code>{folder?.hostKey ?? '–'}</code> },
            { key: 'asked', label: t('watch.orders.last'), cell: ({ askedAt }) => (askedAt === null ? '–' : <Time at={askedAt} />) },
            {
              key: 'files',
              label: t('watch.orders.folders-files'),
              align: 'number',
              cell: ({ folder }) => Object.values(folder?.files ?? {}).filter(({ whole }) => whole).length,
            },
            { key: 'steps', label: t('watch.orders.feeds-steps'), align: 'number', cell: ({ steps }) => steps },
            { key: 'rejected', label: t('watch.orders.feeds-rejected'), align: 'number', cell: ({ rejected }) => rejected },
            {
              key: 'remove',
              label: t('watch.settings.remove'),
              cell: ({ id }) => (
                <Form action={`/watch/orders/${shop.id}/feeds/${id}/remove`} layout="inline">
                  <Button>{t('watch.settings.remove')}</Button>
                </Form>
              ),
            },
          ]}
        />
      )}
      <Fold summary={t('watch.orders.folders-add')} open={form !== undefined}>
        <AddFolder shop={shop} form={form} />
      </Fold>
    </Card>
  );
}

function AddFolder({ shop, form }: { readonly shop: Shop; readonly form: FeedForm | undefined }) {
  const { t } = useView();
  const sent = form?.sent ?? {};
  const systems = orderSystems.map((system) => ({ value: system, label: t(`watch.orders.system.${system}`) }));
  const example = (text: string): string => t('watch.add.example', { example: text });
  return (
    <Form action={`/watch/orders/${shop.id}/folders`} error={form?.wrong}>
      <Field name="name" label={t('watch.check.name')} required maxlength={120} value={sent.name} id="folder-name" />
      <Select
        {...{ name: 'toldBy', id: 'folder-told-by', label: t('watch.orders.feeds-told-by'), required: true, options: systems }}
        value={sent.toldBy ?? 'erp'}
      />
      <Field name="host" id="folder-host" label={t('watch.field.host')} hint={example('sftp.erp.example')} required value={sent.host} />
      <Field
        name="port"
        id="folder-port"
        type="number"
        min={1}
        max={65_535}
        label={t('watch.field.port')}
        required
        value={sent.port ?? 22}
      />
      <Field name="user" id="folder-user" label={t('watch.orders.folders-user')} autocomplete="off" required value={sent.user} />
      <Field
        {...{ name: 'password', id: 'folder-password', type: 'password', autocomplete: 'off' }}
        label={t('watch.orders.feeds-password')}
        hint={t('watch.orders.feeds-sealed')}
      />
      <Textarea
        name="privateKey"
        id="folder-key"
        label={t('watch.orders.folders-key')}
        hint={t('watch.orders.folders-key-hint')}
        rows={4}
      />
      <Field {...{ name: 'passphrase', type: 'password', autocomplete: 'off' }} label={t('watch.orders.folders-passphrase')} />
      <Field name="folder" label={t('watch.field.folder')} hint={example('/out/orders')} required value={sent.folder} />
      <Field
        name="pattern"
        label={t('watch.orders.folders-pattern')}
        hint={t('watch.orders.folders-pattern-hint')}
        required
        value={sent.pattern ?? '*.csv'}
      />
      <Field
        name="hostKey"
        label={t('watch.orders.folders-host-key')}
        hint={t('watch.orders.folders-host-key-hint')}
        value={sent.hostKey}
      />
      <Field
        {...{ name: 'everyMinutes', id: 'folder-every', type: 'number', min: 1, max: 1_440, required: true }}
        label={t('watch.orders.feeds-every')}
        value={sent.everyMinutes ?? 5}
      />
      <Button>{t('watch.orders.folders-add')}</Button>
    </Form>
  );
}
