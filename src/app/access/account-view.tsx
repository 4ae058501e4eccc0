import type { PasskeyLine, SessionLine } from '#engines/identity/people.ts';
import type { Session } from '#engines/identity/types.ts';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';

export interface AccountViewProps {
  readonly session: Session;
  readonly sessions: readonly SessionLine[];
  readonly passkeys: readonly PasskeyLine[];
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly org: string;
  readonly newCodes: readonly string[];
  readonly passkeysPossible: boolean;
  readonly error: string | undefined;
}

/** One's own account. */
export function AccountView(props: AccountViewProps) {
  const { t } = useView();
  return (
    <>
      {props.error ? (
        <p class="form-error" role="alert">
          {props.error}
        </p>
      ) : null}
      <SecondFactors {...props} />
      <Card heading={t('access.account.sessions')}>
        <Sessions {...props} />
      </Card>
      <Card heading={t('access.account.password')}>
        <Form action="/account/password">
          <Field name="current" type="password" label={t('access.account.current')} autocomplete="current-password" required />
          <Field
            name="next"
            type="password"
            label={t('access.account.next')}
            hint={t('access.field.passwordHint')}
            autocomplete="new-password"
            minlength={12}
            required
          />
          <Button>{t('access.account.change')}</Button>
        </Form>
      </Card>
      {props.organisations.length > 1 ? (
        <Card heading={t('access.account.organisation')}>
          <Form action="/account/organisation" layout="inline">
            <Select
              name="organisation"
              label={t('access.field.organisation')}
              value={props.org}
              options={props.organisations.map((one) => ({ value: one.id, label: one.name }))}
              required
            />
            <Button>{t('access.account.switch')}</Button>
          </Form>
        </Card>
      ) : null}
      <Form action="/account/sign-out">
        <Button>{t('access.account.signOut')}</Button>
      </Form>
    </>
  );
}

function SecondFactors({ session, passkeys, newCodes, passkeysPossible }: AccountViewProps) {
  const { t } = useView();
  return (
    <Card heading={t('access.account.factors')} actions={<ButtonLink href="/second-factor">{t('access.account.addFactor')}</ButtonLink>}>
      <p>
        <Pill tone={session.person.totp ? 'ok' : 'calm'}>
          {t(session.person.totp ? 'access.account.totpOn' : 'access.account.totpOff')}
        </Pill>
      </p>
      {newCodes.length > 0 ? (
        <ul class="codes">
          {newCodes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      ) : null}
      {session.person.totp ? (
        <Form action="/account/recovery-codes">
          <Field name="password" type="password" label={t('access.field.password')} autocomplete="current-password" required />
          <Button>{t('access.account.newCodes')}</Button>{' '}
          <Button formaction="/account/totp/remove">{t('access.account.replaceTotp')}</Button>
        </Form>
      ) : null}
      {passkeysPossible ? null : <p class="hint">{t('access.passkey.notHere')}</p>}
      <ul class="plain rows">
        {passkeys.map((passkey) => (
          <li>
            {passkey.name || t('access.passkey.unnamed')} {passkey.createdAt ? <Time at={passkey.createdAt} as="day" /> : null}
            <Form action={`/account/passkeys/${passkey.id}/remove`} layout="inline">
              <Button>{t('access.remove')}</Button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Sessions({ session, sessions }: AccountViewProps) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('access.account.sessions')}
      rows={sessions}
      prefix="sessions"
      columns={[
        { key: 'agent', label: t('access.session.agent'), cell: (row) => shorten(row.agent) },
        { key: 'address', label: t('access.session.address'), cell: (row) => row.address },
        { key: 'since', label: t('access.session.since'), cell: (row) => <Time at={row.createdAt} />, sortBy: (row) => row.createdAt },
        { key: 'seen', label: t('access.session.seen'), cell: (row) => <Time at={row.lastSeen} />, sortBy: (row) => row.lastSeen },
        {
          key: 'end',
          label: t('access.session.end'),
          cell: (row) =>
            row.id === session.id ? (
              <Pill tone="calm">{t('access.session.this')}</Pill>
            ) : (
              <Form action={`/account/sessions/${row.id}/revoke`} layout="inline">
                <Button>{t('access.session.end')}</Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

/** The browser and system out of an agent text, as far as they stand there. */
function shorten(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/[\d.]+/.exec(agent)?.[1];
  const system = /\(([^;)]+)/.exec(agent)?.[1];
  return browser && system ? `${browser} · ${system}` : agent.slice(0, 60);
}
