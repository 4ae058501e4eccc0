import { wallTimeOf } from '#kernel/local-time.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Radios, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { caseKinds } from '../events.ts';

interface OpenFormProps {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
  readonly now: Date;
}

/** The form by which a person opens a case that no incident opened. */
export function OpenForm({ shops, now }: OpenFormProps) {
  const { t, timeZone } = useView();
  const kinds = caseKinds.filter((kind) => kind !== 'incident');
  return (
    <Card>
      <Form action="/decide/open">
        <Radios
          name="kind"
          label={t('decide.open.kind')}
          required
          options={kinds.map((kind) => ({ value: kind, label: t(`decide.kind.${kind}`), hint: t(`decide.open.hint.${kind}`) }))}
        />
        <Field name="title" label={t('decide.open.title')} hint={t('decide.open.title-hint')} minlength={3} maxlength={200} required />
        <Select
          name="shop"
          label={t('decide.open.shop')}
          hint={t('decide.open.shop-hint')}
          choose={t('decide.open.no-shop')}
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
        />
        <Field
          name="noticedAt"
          type="datetime-local"
          label={t('decide.open.noticed')}
          hint={t('decide.open.noticed-hint', { zone: timeZone })}
          max={wallTimeOf(now, timeZone)}
          required
        />
        <Textarea name="known" label={t('decide.open.known')} hint={t('decide.open.known-hint')} rows={4} maxlength={4_000} />
        <Button kind="main">{t('decide.open.submit')}</Button>
      </Form>
    </Card>
  );
}
