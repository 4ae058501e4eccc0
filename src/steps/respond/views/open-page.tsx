import { severities } from '#kernel/outcome.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** Opening an incident by hand. */
export function OpenPage({ shops }: { readonly shops: readonly { readonly id: string; readonly name: string }[] }) {
  const { t } = useView();
  return (
    <Card>
      <Form action="/respond/incidents">
        <Select
          name="shop"
          label={t('respond.column.shop')}
          required
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
        />
        <Field name="title" label={t('respond.open.title')} hint={t('respond.open.title-hint')} required minlength={3} maxlength={200} />
        <Select
          name="severity"
          label={t('respond.column.severity')}
          required
          value="high"
          options={severities
            .filter((one) => one !== 'info')
            .map((severity) => ({ value: severity, label: t('respond.severity', { severity }) }))}
        />
        <Checkbox name="touchesPeople" label={t('respond.open.people')} hint={t('respond.open.people-hint')} />
        <Button kind="main">{t('respond.open.button')}</Button>
      </Form>
    </Card>
  );
}
