import { Button } from '#web/components/button.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';

interface PasskeyFormProps {
  readonly purpose: 'add' | 'sign-in';
  readonly next?: string | undefined;
}

/**
 * A form that the island `passkey` completes: it asks `/passkey/options` what to sign, lets the device sign, puts the answer
 * into `response` and sends the form. Without script the form says that passkeys need one.
 */
export function PasskeyForm({ purpose, next }: PasskeyFormProps) {
  const { t } = useView();
  return (
    <Form action={purpose === 'add' ? '/passkey/add' : '/passkey/sign-in'} id={`passkey-${purpose}`}>
      <input type="hidden" name="response" value="" />
      <input type="hidden" name="purpose" value={purpose} />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      {purpose === 'add' ? (
        <Field name="passkeyName" label={t('access.passkey.name')} hint={t('access.passkey.nameHint')} maxlength={100} />
      ) : null}
      <p class="form-error" data-passkey-failed hidden role="alert">
        {t('access.passkey.failed')}
      </p>
      <noscript>
        <p class="hint">{t('access.passkey.noScript')}</p>
      </noscript>
      <Button>{t(purpose === 'add' ? 'access.passkey.add' : 'access.passkey.signIn')}</Button>
    </Form>
  );
}
