import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { ChoiceForm } from '../choice-form.ts';

/** A free choice of reads: whose, of what, when. */
export function ChoosePage({
  shops,
  chosen,
}: {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: ChoiceForm;
}) {
  const { t, timeZone } = useView();
  return (
    <Card heading={t('detect.affected.choose')}>
      <Form action="/detect/affected" method="get">
        <Select
          name="shop"
          label={t('detect.signals.column.shop')}
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
          value={chosen.shop}
          required
        />
        <Field name="from" type="datetime-local" label={t('detect.affected.from')} hint={timeZone} value={chosen.from} required />
        <Field name="to" type="datetime-local" label={t('detect.affected.to')} hint={timeZone} value={chosen.to} required />
        <Field
          name="address"
          label={t('detect.affected.address')}
          hint={t('detect.affected.address-hint')}
          value={chosen.address}
          maxlength={500}
        />
        <Field
          name="account"
          label={t('detect.affected.account')}
          hint={t('detect.affected.account-hint')}
          value={chosen.account}
          autocomplete="off"
          maxlength={500}
        />
        <Field
          name="route"
          label={t('detect.affected.route')}
          hint={t('detect.affected.route-hint')}
          value={chosen.route}
          maxlength={500}
        />
        <Button kind="main">{t('detect.affected.show')}</Button>
      </Form>
    </Card>
  );
}
