import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Sent } from '../account-look.ts';
import type { InspectSettings } from '../store.ts';

interface TestAccountsCardProps {
  readonly shop: string;
  readonly settings: Pick<InspectSettings, 'testAccounts' | 'mayLock'>;
  readonly controlled: boolean;
  /** What the last inspection sent. */
  readonly sent: readonly Sent[];
}

/** The customers that an inspection may sign in as. What is kept is never shown again. */
export function TestAccountsCard({ shop, settings, controlled, sent }: TestAccountsCardProps) {
  const { t } = useView();
  const kept = settings.testAccounts !== null;
  return (
    <Card heading={t('inspect.accounts.heading')}>
      <p>{t('inspect.accounts.why')}</p>
      {controlled ? null : <p>{t('inspect.accounts.needs-control')}</p>}
      {kept ? <p>{t('inspect.accounts.kept')}</p> : null}
      <Form action={`/inspect/shops/${shop}/test-accounts`}>
        <Field name="first-address" type="email" label={t('inspect.accounts.first')} autocomplete="off" maxlength={200} required={!kept} />
        <Field
          name="first-password"
          type="password"
          label={t('inspect.accounts.password')}
          autocomplete="new-password"
          maxlength={200}
          required={!kept}
        />
        <Field
          name="second-address"
          type="email"
          label={t('inspect.accounts.second')}
          hint={t('inspect.accounts.second-hint')}
          autocomplete="off"
          maxlength={200}
        />
        <Field
          name="second-password"
          type="password"
          label={t('inspect.accounts.second-password')}
          autocomplete="new-password"
          maxlength={200}
        />
        <Checkbox
          name="may-lock"
          label={t('inspect.accounts.may-lock')}
          hint={t('inspect.accounts.may-lock-hint')}
          checked={settings.mayLock}
        />
        <MailboxFields />
        <Button>{t('inspect.settings.save')}</Button>
      </Form>
      {kept ? (
        <Form action={`/inspect/shops/${shop}/test-accounts/forget`}>
          <Button>{t('inspect.accounts.forget')}</Button>
        </Form>
      ) : null}
      {sent.length === 0 ? null : <SentList sent={sent} />}
    </Card>
  );
}

/** Where letters to the first test customer arrive. */
function MailboxFields() {
  const { t } = useView();
  return (
    <details>
      <summary>{t('inspect.accounts.mailbox')}</summary>
      <p>{t('inspect.accounts.mailbox-why')}</p>
      <Field name="mailbox-host" label={t('inspect.accounts.mailbox-host')} autocomplete="off" maxlength={253} />
      <Select
        name="mailbox-security"
        label={t('inspect.accounts.mailbox-security')}
        options={(['tls', 'starttls', 'none'] as const).map((value) => ({ value, label: t(`inspect.accounts.mailbox-security.${value}`) }))}
      />
      <Field name="mailbox-port" type="number" label={t('inspect.accounts.mailbox-port')} autocomplete="off" />
      <Field name="mailbox-user" label={t('inspect.accounts.mailbox-user')} autocomplete="off" maxlength={254} />
      <Field
        name="mailbox-password"
        type="password"
        label={t('inspect.accounts.mailbox-password')}
        autocomplete="new-password"
        maxlength={200}
      />
      <Field name="mailbox-folder" label={t('inspect.accounts.mailbox-folder')} autocomplete="off" maxlength={200} />
    </details>
  );
}

function SentList({ sent }: { readonly sent: readonly Sent[] }) {
  const { t } = useView();
  return (
    <>
      <h3>{t('inspect.accounts.sent')}</h3>
      <ul>
        {sent.map(({ purpose, to, times }) => (
          <li>
            {t(`inspect.accounts.sent.${purpose}`, { times })} <code>{to}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
