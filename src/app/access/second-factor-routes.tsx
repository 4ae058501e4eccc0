import { type Context, Hono } from 'hono';
import type { Identity, Session } from '#engines/identity/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import type { WebEnv } from '#web/types.ts';
import { attempt } from './attempt.ts';
import { doorPage } from './door-page.tsx';
import { note } from './note.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { reviewTotp, TotpCard, type TotpView, viewTotp } from './totp-card.tsx';
import { readFields, setCookies, visitorOf } from './visitor.ts';

interface Shown {
  readonly totp?: TotpView;
  readonly error?: string;
  readonly status?: number;
}

/** Adding an authenticator app: the page that a person without a second factor always comes to, and the one the account links to. */
export function secondFactorRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/second-factor', async (c) => {
    const { session } = await identity.whoIs(visitorOf(c));
    if (!session) return c.redirect('/sign-in', 303);
    return secondFactorPage(c, identity, session, {});
  });
  app.post('/second-factor', async (c) => {
    const visitor = visitorOf(c);
    const { session } = await identity.whoIs(visitor);
    if (!session) return c.redirect('/sign-in', 303);
    const { password = '' } = await readFields(c);
    const started = await attempt(() => identity.startTotp(visitor, password.slice(0, 1_000)));
    if (!started.ok) return secondFactorPage(c, identity, session, { error: started.error, status: started.status });
    return secondFactorPage(c, identity, session, { totp: await viewTotp(c.var.house, session.person.id, started.value) });
  });
  app.post('/second-factor/confirm', async (c) => {
    const visitor = visitorOf(c);
    const { session } = await identity.whoIs(visitor);
    if (!session) return c.redirect('/sign-in', 303);
    const fields = await readFields(c);
    const step = await identity.confirmTotp(visitor, (fields.code ?? '').slice(0, 20));
    if (step.next !== 'in') {
      const totp = await reviewTotp(c.var.house, session.person.id, fields.kept ?? '');
      return secondFactorPage(c, identity, session, { error: c.var.t('access.totp.wrong'), status: 401, ...(totp ? { totp } : {}) });
    }
    setCookies(c, step.cookies);
    await note(c.var.house, session.person.id, { what: 'second-factor', factor: 'totp', change: 'added' });
    if (session.proof === 'password') await note(c.var.house, session.person.id, { what: 'signed-in' });
    return c.redirect('/', 303);
  });
  return app;
}

export function secondFactorPage(c: Context<WebEnv>, identity: Identity, session: Session, shown: Shown): Promise<Response> {
  const { t } = c.var;
  const passkeys = identity.passkeysPossible;
  return doorPage(c, {
    title: t('access.second.title'),
    heading: t('access.second.heading', { name: session.person.name }),
    lead: t('access.second.lead'),
    wide: true,
    ...(passkeys ? { islands: ['passkey'] } : {}),
    ...(shown.status ? { status: shown.status } : {}),
    body: shown.totp ? (
      <>
        <TotpCard view={shown.totp} error={shown.error} />
        {passkeys ? <AddPasskey /> : null}
      </>
    ) : (
      <>
        <Card heading={t('access.second.app')}>
          <Form action="/second-factor" error={shown.error}>
            <Field name="password" type="password" label={t('access.field.password')} autocomplete="current-password" required />
            <Button kind="main">{t('access.second.start')}</Button>
          </Form>
        </Card>
        {passkeys ? <AddPasskey /> : <p class="hint">{t('access.passkey.notHere')}</p>}
      </>
    ),
  });

  function AddPasskey() {
    return (
      <Card heading={t('access.second.passkey')}>
        <PasskeyForm purpose="add" />
      </Card>
    );
  }
}
