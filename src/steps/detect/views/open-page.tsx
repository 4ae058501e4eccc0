import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

/** Opens a list that left the house sealed. */
export function OpenPage({ wrong }: { readonly wrong: string | undefined }) {
  const { t } = useView();
  return (
    <Card heading={t('detect.affected.open')}>
      <p>{t('detect.affected.open-text')}</p>
      <Form action="/detect/affected/open" upload>
        <Field
          name="file"
          type="file"
          label={t('detect.affected.open.list')}
          hint={t('detect.affected.open.hint')}
          error={wrong}
          required
        />
        <Field
          name="purpose"
          id="purpose-open"
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
