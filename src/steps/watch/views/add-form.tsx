import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** Written as it must be typed, in every language. */
const EXAMPLE =
  'status is 200 or 204 · body contains "In stock" · json $.state is "open" · time below 800 ms · certificate valid for 14 days';

interface AddFormProps {
  readonly shops: readonly Shop[];
  /** What was sent and why it was not taken. */
  readonly error?: string | undefined;
  readonly sent?: Readonly<Record<string, string>>;
}

/** One form for every kind of check: the field “what” reads an address, host:port or a name as the kind says. */
export function AddForm({ shops, error, sent = {} }: AddFormProps) {
  const { t } = useView();
  const kinds = ['http', 'tcp', 'tls', 'dns', 'heartbeat'] as const;
  return (
    <Card heading={t('watch.add.heading')} id="add">
      <Form action="/watch/checks" error={error}>
        <Select
          name="shop"
          label={t('watch.check.shop')}
          required
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
          value={sent.shop ?? shops[0]?.id}
        />
        <Field name="name" label={t('watch.check.name')} required maxlength={120} value={sent.name} />
        <Select
          name="kind"
          label={t('watch.add.kind')}
          required
          options={kinds.map((kind) => ({ value: kind, label: t(`watch.kind.${kind}`) }))}
          value={sent.kind ?? 'http'}
        />
        <Field name="what" label={t('watch.add.what')} hint={t('watch.add.what-hint')} value={sent.what} maxlength={500} />
        <Field name="contains" label={t('watch.add.contains')} hint={t('watch.add.contains-hint')} value={sent.contains} maxlength={500} />
        <Textarea
          name="conditions"
          label={t('watch.add.conditions')}
          hint={t('watch.add.conditions-hint', { example: EXAMPLE })}
          value={sent.conditions}
          rows={3}
        />
        <Field name="limit" label={t('watch.add.limit')} hint={t('watch.add.limit-hint')} type="number" min={0} value={sent.limit} />
        <Field name="seconds" label={t('watch.add.seconds')} type="number" min={1} max={86_400} value={sent.seconds ?? 20} required />
        <Button kind="main">{t('watch.add.button')}</Button>
      </Form>
    </Card>
  );
}
