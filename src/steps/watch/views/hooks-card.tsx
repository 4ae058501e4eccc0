import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { Verbatim } from '#web/components/verbatim.tsx';
import { useView } from '#web/view-context.ts';
import { adapters, type HookProvider, hookProviders } from '../orders/hooks/adapters.ts';
import type { OrderHook } from '../orders/store.ts';

interface Props {
  readonly shop: Shop;
  readonly hooks: readonly OrderHook[];
  /** The address that was just made, shown once; or why it was not. */
  readonly made?: { readonly url: string; readonly provider: HookProvider } | { readonly wrong: string } | undefined;
}

/** Payment providers that send their own messages here, beside the shop: what the shop misses is seen by that. */
export function HooksCard({ shop, hooks, made }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.orders.hooks')}>
      <p>{t('watch.orders.hooks-text')}</p>
      {made !== undefined && 'url' in made ? (
        <>
          <p>{t('watch.orders.hooks-made')}</p>
          <Verbatim text={made.url} />
          <p>{t('watch.orders.hooks-messages', { messages: adapters[made.provider].messages.join(', ') })}</p>
        </>
      ) : null}
      {hooks.length === 0 ? null : (
        <DataTable
          caption={t('watch.orders.hooks')}
          rows={hooks}
          prefix="h"
          columns={[
            { key: 'provider', label: t('watch.orders.hooks-provider'), cell: ({ provider }) => t(`watch.orders.provider.${provider}`) },
            { key: 'state', label: t('watch.check.state'), cell: (hook) => <HookState hook={hook} /> },
            { key: 'last', label: t('watch.orders.last'), cell: ({ lastAt }) => (lastAt === null ? '–' : <Time at={lastAt} />) },
            { key: 'taken', label: t('watch.orders.hooks-taken'), align: 'number', cell: ({ taken }) => taken },
            { key: 'refused', label: t('watch.orders.hooks-refused'), align: 'number', cell: ({ refused }) => refused },
            {
              key: 'remove',
              label: t('watch.orders.hooks-remove'),
              cell: ({ hook }) => (
                <Form action={`/watch/orders/${shop.id}/hooks/${hook}/remove`} layout="inline">
                  <Button>{t('watch.orders.hooks-remove')}</Button>
                </Form>
              ),
            },
          ]}
        />
      )}
      <Fold summary={t('watch.orders.hooks-add')} open={made !== undefined && 'wrong' in made}>
        <ul>
          {hookProviders.map((provider) => (
            <li key={provider}>{t(`watch.orders.hooks-how.${provider}`)}</li>
          ))}
        </ul>
        <Form action={`/watch/orders/${shop.id}/hooks`} error={made !== undefined && 'wrong' in made ? made.wrong : undefined}>
          <Select
            name="provider"
            label={t('watch.orders.hooks-provider')}
            required
            options={hookProviders.map((provider) => ({ value: provider, label: t(`watch.orders.provider.${provider}`) }))}
          />
          <Field
            name="secret"
            type="password"
            autocomplete="off"
            label={t('watch.orders.hooks-secret')}
            hint={t('watch.orders.hooks-secret-hint')}
          />
          <Button>{t('watch.orders.hooks-add')}</Button>
        </Form>
      </Fold>
    </Card>
  );
}

function HookState({ hook: { lastAt, reason } }: { readonly hook: OrderHook }) {
  const { t } = useView();
  if (reason !== '') return <Pill tone="bad">{reason}</Pill>;
  return (
    <Pill tone={lastAt === null ? 'unknown' : 'ok'}>{t(lastAt === null ? 'watch.orders.hooks-nothing' : 'watch.orders.hooks-fine')}</Pill>
  );
}
