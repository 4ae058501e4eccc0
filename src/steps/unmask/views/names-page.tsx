import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

interface NamesPageProps {
  readonly shops: readonly { readonly id: string; readonly name: string }[];
}

/** Giving a list of names to judge: pasted, or as a file. */
export function NamesPage({ shops }: NamesPageProps) {
  const { t } = useView();
  return (
    <Card foot={t('unmask.ceiling')}>
      <Form action="/unmask/names" upload>
        <Select
          name="shop"
          label={t('unmask.column.shop')}
          required
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))}
        />
        <Textarea name="text" label={t('unmask.names.text')} hint={t('unmask.names.text-hint')} rows={10} />
        <Field name="file" type="file" label={t('unmask.names.file')} hint={t('unmask.names.file-hint')} />
        <Button kind="main">{t('unmask.names.button')}</Button>
      </Form>
    </Card>
  );
}
