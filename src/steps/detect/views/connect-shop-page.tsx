import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { ShopApi } from '../honey/shops/shop-api.ts';

interface Props {
  readonly shop: string;
  readonly api: ShopApi;
  readonly address: string;
  readonly why: string | undefined;
}

/** Asks for a shop's own access that may write. */
export function ConnectShopPage({ shop, api, address, why }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('detect.honeys.connect')}>
      <p>{t(`detect.honeys.connect-makes.${api.makes.includes('order') ? 'order' : 'customer'}`)}</p>
      <p lang="en">{api.note}</p>
      {api.standing === 'never-tried' ? <p>{t('detect.honeys.connect-untried')}</p> : null}
      <Form action="/detect/honeys/connect">
        <input type="hidden" name="shop" value={shop} />
        <input type="hidden" name="api" value={api.name} />
        {api.settings.map(({ name, example }) => (
          <Field
            name={`set-${name}`}
            label={t(`detect.honeys.connect-field.${name}`)}
            hint={example}
            error={why}
            value={name === 'address' ? address : ''}
            maxlength={2000}
            required
          />
        ))}
        {api.secrets.map(({ name, example }) => (
          <Field
            name={`key-${name}`}
            type="password"
            label={t(`detect.honeys.connect-field.${name}`)}
            hint={example === '…' ? undefined : example}
            autocomplete="off"
            maxlength={2000}
            required
          />
        ))}
        <Button kind="main">{t('detect.honeys.connect-now')}</Button>
      </Form>
    </Card>
  );
}
