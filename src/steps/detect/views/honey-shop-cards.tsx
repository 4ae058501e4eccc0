import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { shopApi, shopApiNames } from '../honey/shops/shop-api.ts';
import type { CopyRow, WriterRow } from '../honey/shops/store-writers.ts';

interface ShopsProps {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  readonly writers: readonly WriterRow[];
}

/** Which shops honey customers can be put into with one click, and how to add one. */
export function ShopWritersCard({ shops, writers }: ShopsProps) {
  const { t } = useView();
  const names = new Map(shops.map((shop) => [shop.id, shop.name]));
  return (
    <Card heading={t('detect.honeys.shops')}>
      <p>{t('detect.honeys.shops-text')}</p>
      {writers.map((writer) => (
        <Form action="/detect/honeys/disconnect" layout="inline">
          <input type="hidden" name="shop" value={writer.shop_id} />
          <span>
            {names.get(writer.shop_id) ?? writer.shop_id}: {shopApi(writer.api).title}
          </span>
          <Button kind="quiet">{t('detect.honeys.disconnect')}</Button>
        </Form>
      ))}
      <Form action="/detect/honeys/connect" method="get" layout="inline">
        <Select
          id="connect-shop"
          name="shop"
          label={t('detect.signals.column.shop')}
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
          required
        />
        <Select
          name="api"
          label={t('detect.honeys.connect-kind')}
          options={shopApiNames.map((name) => ({ value: name, label: shopApi(name).title }))}
          required
        />
        <Button>{t('detect.honeys.connect')}</Button>
      </Form>
    </Card>
  );
}

interface CopyProps {
  readonly honey: string;
  readonly writer: WriterRow;
  readonly copy: CopyRow | undefined;
}

const TONES = { putting: 'unknown', removing: 'unknown', placed: 'ok', half: 'warn', failed: 'bad', removed: 'calm', left: 'bad' } as const;

/** One click into the shop and one out of it, with what was done and what failed the last time. */
export function HoneyCopyCard({ honey, writer, copy }: CopyProps) {
  const { t } = useView();
  const api = shopApi(writer.api);
  const isThere = copy !== undefined && ['placed', 'half', 'left'].includes(copy.state);
  return (
    <Card heading={t('detect.honey.shop', { api: api.title })}>
      <p>{t(`detect.honeys.connect-makes.${api.makes.includes('order') ? 'order' : 'customer'}`)}</p>
      {copy === undefined ? null : (
        <p role="status">
          <Pill tone={TONES[copy.state]}>{t(`detect.honey.shop-state.${copy.state}`)}</Pill> <Time at={copy.ended_at ?? copy.begun_at} />
          {copy.done.length > 0 ? ` ${t('detect.honey.shop-done', { done: copy.done.join(', ') })}` : ''}
          {copy.reason === '' ? '' : ` ${t('detect.honey.shop-failed', { reason: copy.reason })}`}
        </p>
      )}
      <Form action={`/detect/honeys/${honey}/shop`} layout="inline">
        <Button name="what" value="put" kind={isThere ? 'quiet' : 'main'}>
          {t(copy === undefined ? 'detect.honey.shop-put' : 'detect.honey.shop-put-again')}
        </Button>
        {isThere ? (
          <Button name="what" value="remove" kind="quiet">
            {t('detect.honey.shop-remove')}
          </Button>
        ) : null}
      </Form>
      {isThere ? <p>{t('detect.honey.shop-remove-text')}</p> : null}
    </Card>
  );
}
