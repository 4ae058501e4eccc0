import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** Opens a list that left the house sealed. */
export function OpenPage({ wrong }: { readonly wrong: string | undefined }) {
  const { t } = useView();
  return (
    <Card heading={t('detect.affected.open')}>
      <p>{t('detect.affected.open-text')}</p>
      <Form action="/detect/affected/open">
        <Textarea name="text" label={t('detect.affected.open.list')} error={wrong} rows={4} required />
        <Field
          name="purpose"
          label={t('detect.affected.person.purpose')}
          hint={t('detect.affected.person.purpose-hint')}
          minlength={10}
          maxlength={500}
          required
        />
        <Button>{t('detect.affected.open.now')}</Button>
      </Form>
    </Card>
  );
}
