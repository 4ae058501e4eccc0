import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Api } from '../orders/apis/api-shape.ts';
import { type ApiName, apiNames, apiOf } from '../orders/apis/known-apis.ts';
import type { OrderFeed } from '../orders/feeds/store.ts';
import { orderSystems } from '../orders/order-words.ts';
import { StateWords } from './state-words.tsx';

/** Which system was chosen, what was sent and why it was not taken. */
export interface ApiForm {
  readonly api: ApiName;
  readonly wrong?: string;
  readonly sent: Readonly<Record<string, string>>;
}

interface Props {
  readonly shop: Shop;
  readonly feeds: readonly OrderFeed[];
  readonly form?: ApiForm | undefined;
}

/** Systems that are asked for orders over HTTP every few minutes. */
export function ApisCard({ shop, feeds, form }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.orders.apis')} id="apis">
      <p>{t('watch.orders.apis-text')}</p>
      {feeds.length === 0 ? null : (
        <DataTable
          caption={t('watch.orders.apis')}
          rows={feeds}
          prefix="a"
          columns={[
            { key: 'name', label: t('watch.check.name'), cell: ({ name }) => name },
            { key: 'state', label: t('watch.check.state'), cell: (feed) => <ApiState feed={feed} /> },
            { key: 'asked', label: t('watch.orders.apis-asked'), cell: ({ askedAt }) => (askedAt === null ? '–' : <Time at={askedAt} />) },
            { key: 'told', label: t('watch.orders.apis-told'), align: 'number', cell: ({ told }) => told ?? '–' },
            { key: 'newest', label: t('watch.orders.apis-newest'), cell: ({ newest }) => (newest === null ? '–' : <Time at={newest} />) },
            {
              key: 'do',
              label: t('watch.orders.apis-do'),
              cell: ({ id }) => (
                <div class="card-actions">
                  <Form action={`/watch/orders/${shop.id}/feeds/${id}/ask`} layout="inline">
                    <Button>{t('watch.orders.apis-ask')}</Button>
                  </Form>
                  <Form action={`/watch/orders/${shop.id}/feeds/${id}/remove`} layout="inline">
                    <Button>{t('watch.settings.remove')}</Button>
                  </Form>
                </div>
              ),
            },
          ]}
        />
      )}
      <Fold summary={t('watch.orders.apis-add')} open={form !== undefined}>
        <p>{t('watch.orders.apis-choose')}</p>
        <p>
          {apiNames.map((name, nth) => (
            <>
              {nth === 0 ? '' : ' · '}
              <a href={`/watch/orders?shop=${shop.id}&api=${name}#apis`} aria-current={form?.api === name ? 'true' : undefined}>
                {apiOf(name).title}
              </a>
            </>
          ))}
        </p>
        {form === undefined ? null : <AddApi shop={shop} form={form} api={apiOf(form.api)} />}
      </Fold>
    </Card>
  );
}

function ApiState({ feed }: { readonly feed: OrderFeed }) {
  const { t } = useView();
  if (feed.failures > 0) return <StateWords tone="bad" word={t('watch.orders.feeds-failing')} reason={feed.reason} />;
  if (feed.askedAt === null && feed.told === null) return <Pill tone="unknown">{t('watch.orders.feeds-new')}</Pill>;
  if (feed.askedAt === null && feed.reason === '') return <Pill tone="unknown">{t('watch.orders.apis-more')}</Pill>;
  return feed.reason === '' ? (
    <Pill tone="ok">{t('watch.orders.hooks-fine')}</Pill>
  ) : (
    <StateWords tone="warn" word={t('watch.orders.feeds-partly')} reason={feed.reason} />
  );
}

function AddApi({ shop, form, api }: { readonly shop: Shop; readonly form: ApiForm; readonly api: Api }) {
  const { t } = useView();
  const { sent, wrong } = form;
  const isGeneral = api.settings.some(({ name }) => name === 'signIn');
  return (
    <Form action={`/watch/orders/${shop.id}/apis`} error={wrong}>
      <h3>{api.title}</h3>
      <p>
        {api.standing === 'never-tried' ? t('watch.orders.apis-never-tried', { read: api.read }) : null}{' '}
        <a href={api.source} rel="noreferrer">
          {t('watch.orders.apis-source')}
        </a>
      </p>
      {api.note === '' ? null : <p lang="en">{api.note}</p>}
      <input type="hidden" name="api" value={form.api} />
      <Field name="name" id="api-name" label={t('watch.check.name')} required maxlength={120} value={sent.name ?? api.title} />
      {isGeneral ? (
        <Select
          name="toldBy"
          id="api-told-by"
          label={t('watch.orders.feeds-told-by')}
          required
          options={orderSystems.map((system) => ({ value: system, label: t(`watch.orders.system.${system}`) }))}
          value={sent.toldBy ?? api['told-by']}
        />
      ) : null}
      {api.settings.map((setting) => (
        <SettingField setting={setting} value={sent[`set-${setting.name}`] ?? setting.usual} />
      ))}
      {api.secrets.map(({ name, required, example }) => (
        <Field
          name={`secret-${name}`}
          id={`api-secret-${name}`}
          type="password"
          autocomplete="off"
          label={t(`watch.orders.api-setting.${name}`)}
          hint={
            example === '' ? t('watch.orders.feeds-sealed') : `${t('watch.add.example', { example })} ${t('watch.orders.feeds-sealed')}`
          }
          required={required}
        />
      ))}
      <Field
        name="everyMinutes"
        id="api-every"
        label={t('watch.orders.feeds-every')}
        type="number"
        min={1}
        max={1_440}
        required
        value={sent.everyMinutes ?? api['every-minutes']}
      />
      <Button>{t('watch.orders.apis-try')}</Button>
    </Form>
  );
}

function SettingField({ setting, value }: { readonly setting: Api['settings'][number]; readonly value: string }) {
  const { t } = useView();
  const { name, required, example, choices } = setting;
  const shared = { name: `set-${name}`, id: `api-${name}`, label: t(`watch.orders.api-setting.${name}`), required };
  if (choices !== undefined)
    return (
      <Select {...shared} value={value} options={choices.map((one) => ({ value: one, label: t(`watch.orders.api-sign-in.${one}`) }))} />
    );
  return <Field {...shared} value={value} {...(example === '' ? {} : { hint: t('watch.add.example', { example }) })} />;
}
