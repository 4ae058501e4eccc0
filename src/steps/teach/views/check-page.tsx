import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** The two ways to ask, and what the shop never asks for. */
export function CheckPage({ shop, slug }: { readonly shop: string; readonly slug: string }) {
  const { t } = useView();
  const action = `/p/${slug}/check`;
  return (
    <>
      <Card heading={t('teach.check.by-code')}>
        <Form action={action} id="by-code">
          <Field name="code" label={t('teach.check.code')} hint={t('teach.check.code-hint')} required maxlength={40} autocomplete="off" />
          <Button kind="main">{t('teach.check.check-code')}</Button>
        </Form>
      </Card>
      <Card heading={t('teach.check.by-address')}>
        <Form action={action} id="by-address">
          <Field
            name="address"
            label={t('teach.check.address')}
            hint={t('teach.check.address-hint')}
            required
            maxlength={2000}
            autocomplete="off"
          />
          <Button>{t('teach.check.check-address')}</Button>
        </Form>
      </Card>
      <h2>{t('teach.check.never', { shop })}</h2>
      <ul>
        <li>{t('teach.check.never-password')}</li>
        <li>{t('teach.check.never-card')}</li>
        <li>{t('teach.check.never-pay')}</li>
      </ul>
    </>
  );
}
