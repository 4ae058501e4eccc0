import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { readyQuestions } from '../orders/feeds/ready-questions.ts';
import type { OrderFeed } from '../orders/feeds/store.ts';
import { orderSystems } from '../orders/order-words.ts';
import { StateWords } from './state-words.tsx';

/** What was sent and why it was not taken; or which ready question was chosen. */
export interface FeedForm {
  readonly wrong?: string;
  readonly sent: Readonly<Record<string, string>>;
}

interface Props {
  readonly shop: Shop;
  readonly feeds: readonly OrderFeed[];
  readonly form?: FeedForm | undefined;
}

/** Databases that are asked for orders every few minutes: an ERP's, or the shop's own. */
export function FeedsCard({ shop, feeds, form }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.orders.feeds')} id="feeds">
      <p>{t('watch.orders.feeds-text')}</p>
      {feeds.length === 0 ? null : (
        <DataTable
          caption={t('watch.orders.feeds')}
          rows={feeds}
          prefix="f"
          columns={[
            { key: 'name', label: t('watch.check.name'), cell: ({ name }) => name },
            { key: 'toldBy', label: t('watch.orders.feeds-told-by'), cell: ({ toldBy }) => t(`watch.orders.system.${toldBy}`) },
            { key: 'state', label: t('watch.check.state'), cell: (feed) => <FeedState feed={feed} /> },
            { key: 'asked', label: t('watch.orders.last'), cell: ({ askedAt }) => (askedAt === null ? '–' : <Time at={askedAt} />) },
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
      <Fold summary={t('watch.orders.feeds-add')} open={form !== undefined}>
        <AddFeed shop={shop} form={form} />
      </Fold>
    </Card>
  );
}

/** How a feed does: fine, with something left out, or why it does not answer. */
export function FeedState({ feed }: { readonly feed: OrderFeed }) {
  const { t } = useView();
  if (feed.failures > 0) return <StateWords tone="bad" word={t('watch.orders.feeds-failing')} reason={feed.reason} />;
  if (feed.askedAt === null) return <Pill tone="unknown">{t('watch.orders.feeds-new')}</Pill>;
  return feed.reason === '' ? (
    <Pill tone="ok">{t('watch.orders.hooks-fine')}</Pill>
  ) : (
    <StateWords tone="warn" word={t('watch.orders.feeds-partly')} reason={feed.reason} />
  );
}

function AddFeed({ shop, form }: { readonly shop: Shop; readonly form: FeedForm | undefined }) {
  const { t } = useView();
  const sent = form?.sent ?? {};
  return (
    <>
      <p>{t('watch.orders.feeds-how')}</p>
      <p>
        {readyQuestions().map(({ name, title }) => (
          <>
            <a href={`/watch/orders?shop=${shop.id}&question=${name}#feeds`}>{title}</a>{' '}
          </>
        ))}
      </p>
      <Form action={`/watch/orders/${shop.id}/feeds`} error={form?.wrong}>
        <Field name="name" label={t('watch.check.name')} required maxlength={120} value={sent.name} id="feed-name" />
        <Select
          name="toldBy"
          id="feed-told-by"
          label={t('watch.orders.feeds-told-by')}
          required
          options={orderSystems.map((system) => ({ value: system, label: t(`watch.orders.system.${system}`) }))}
          value={sent.toldBy ?? 'erp'}
        />
        <Field
          name="url"
          label={t('watch.field.url')}
          hint={t('watch.add.example', { example: 'postgres://reader:{{password}}@erp.example/sales · mysql://… · mssql://…' })}
          required
          value={sent.url}
        />
        <Field
          name="password"
          type="password"
          autocomplete="off"
          label={t('watch.orders.feeds-password')}
          hint={t('watch.orders.feeds-sealed')}
        />
        <Textarea
          name="query"
          label={t('watch.field.query')}
          hint={t('watch.orders.feeds-query-hint')}
          required
          rows={10}
          value={sent.query}
        />
        <Field
          name="timeZone"
          label={t('watch.orders.feeds-zone')}
          hint={t('watch.orders.feeds-zone-hint', { zone: shop.timeZone })}
          value={sent.timeZone}
        />
        <Field
          name="everyMinutes"
          label={t('watch.orders.feeds-every')}
          type="number"
          min={1}
          max={1_440}
          required
          value={sent.everyMinutes ?? 5}
        />
        <Button>{t('watch.orders.feeds-add')}</Button>
      </Form>
    </>
  );
}
