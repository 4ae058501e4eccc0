import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { ShopFields } from './shop-form.tsx';

interface SetupFormProps {
  readonly values: Readonly<Record<string, string>>;
  readonly error: string | undefined;
}

/** Organisation, first owner, first shop, and where its access log lies. */
export function SetupForm({ values, error }: SetupFormProps) {
  const { t } = useView();
  return (
    <Form action="/setup" error={error}>
      <input type="hidden" name="token" value={values.token ?? ''} />
      <Card heading={t('access.setup.you')}>
        <div class="fields-2">
          <Field
            name="organisation"
            label={t('access.field.organisation')}
            value={values.organisation}
            maxlength={200}
            required
            autofocus
          />
          <Field name="ownerName" label={t('access.field.name')} value={values.ownerName} autocomplete="name" maxlength={200} required />
          <Field name="email" type="email" label={t('access.field.email')} value={values.email} autocomplete="username" required />
          <Field
            name="password"
            type="password"
            label={t('access.field.password')}
            hint={t('access.field.passwordHint')}
            autocomplete="new-password"
            minlength={12}
            required
          />
        </div>
      </Card>
      <Card heading={t('access.setup.shop')}>
        <ShopFields values={values} />
        <Field
          name="logPath"
          label={t('access.setup.log')}
          hint={t('access.setup.logHint')}
          value={values.logPath}
          placeholder="/var/log/nginx/access.log"
        />
      </Card>
      <Button kind="main">{t('access.setup.go')}</Button>
    </Form>
  );
}
