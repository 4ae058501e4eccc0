import { type Context, Hono } from 'hono';
import type { Identity, SignInStep } from '#engines/identity/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import type { WebEnv } from '#web/types.ts';
import { doorPage } from './door-page.tsx';
import { note, noteRefused } from './note.ts';
import { PasskeyForm } from './passkey-form.tsx';
import { readFields, safeNext, setCookies, visitorOf, withCookies } from './visitor.ts';

interface Problem {
  readonly error: string;
  readonly status: 401 | 429;
}

/** Sign-in with a password, then a code. */
export function signInRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/sign-in', (c) => signInPage(c, identity, safeNext(c.req.query('next'))));
  app.post('/sign-in', async (c) => {
    const fields = await readFields(c);
    const next = safeNext(fields.next);
    const step = await identity.signIn(visitorOf(c), (fields.email ?? '').slice(0, 320), (fields.password ?? '').slice(0, 1_000));
    if (step.next === 'refused') await noteRefused(c.var.house, step.person, 'password');
    const problem = problemOf(c, step);
    if (problem) return signInPage(c, identity, next, problem, fields.email);
    setCookies(c, step.cookies);
    if (step.next === 'totp') return c.redirect(`/sign-in/code?next=${encodeURIComponent(next)}`, 303);
    // A password alone: without any second factor one is added now, with a passkey that one is asked for.
    const { session } = await identity.whoIs(withCookies(visitorOf(c), step.cookies));
    if (session && session.person.passkeys > 0) return c.redirect(`/sign-in?step=passkey&next=${encodeURIComponent(next)}`, 303);
    return c.redirect(`/second-factor?next=${encodeURIComponent(next)}`, 303);
  });
  app.get('/sign-in/code', (c) => codePage(c, safeNext(c.req.query('next'))));
  app.post('/sign-in/code', async (c) => {
    const fields = await readFields(c);
    const next = safeNext(fields.next);
    const kind = fields.kind === 'recovery' ? 'recovery' : 'totp';
    const step = await identity.signInWithCode(visitorOf(c), (fields.code ?? '').slice(0, 100), kind);
    setCookies(c, step.cookies);
    if (step.next === 'refused') await noteRefused(c.var.house, step.person, 'code');
    const problem = problemOf(c, step);
    if (problem) return codePage(c, next, problem);
    if (step.person) {
      if (kind === 'recovery') await note(c.var.house, step.person, { what: 'second-factor', factor: 'recovery-codes', change: 'used' });
      await note(c.var.house, step.person, { what: 'signed-in' });
    }
    return c.redirect(next, 303);
  });
  return app;
}

/** What to say when a step did not lead on; null when it did. Never tells whether the account exists. */
export function problemOf(c: Context<WebEnv>, step: SignInStep): Problem | null {
  const { t } = c.var;
  if (step.next === 'refused') return { status: 401, error: t('access.signIn.refused') };
  if (step.next !== 'too-many') return null;
  c.header('retry-after', String(step.seconds ?? 60));
  return { status: 429, error: t('access.signIn.tooMany', { minutes: Math.ceil((step.seconds ?? 60) / 60) }) };
}

export function signInPage(c: Context<WebEnv>, identity: Identity, next: string, problem?: Problem, email?: string): Promise<Response> {
  const { t } = c.var;
  return doorPage(c, {
    title: t('access.signIn.title'),
    heading: t('access.signIn.heading'),
    ...(c.req.query('step') === 'passkey' ? { lead: t('access.signIn.passkeyNow') } : {}),
    ...(identity.passkeysPossible ? { islands: ['passkey'] } : {}),
    ...(problem ? { status: problem.status } : {}),
    body: (
      <>
        <Card>
          <Form action="/sign-in" error={problem?.error}>
            <input type="hidden" name="next" value={next} />
            <Field name="email" type="email" label={t('access.field.email')} value={email} autocomplete="username" required autofocus />
            <Field name="password" type="password" label={t('access.field.password')} autocomplete="current-password" required />
            <Button kind="main">{t('access.signIn.go')}</Button>
          </Form>
        </Card>
        {identity.passkeysPossible ? (
          <Card>
            <PasskeyForm purpose="sign-in" next={next} />
          </Card>
        ) : null}
      </>
    ),
  });
}

function codePage(c: Context<WebEnv>, next: string, problem?: Problem): Promise<Response> {
  const { t } = c.var;
  return doorPage(c, {
    title: t('access.signIn.title'),
    heading: t('access.code.heading'),
    ...(problem ? { status: problem.status } : {}),
    body: (
      <>
        <Card>
          <Form action="/sign-in/code" error={problem?.error}>
            <input type="hidden" name="next" value={next} />
            <Field name="code" label={t('access.totp.code')} inputmode="numeric" autocomplete="one-time-code" required autofocus />
            <Button kind="main">{t('access.signIn.go')}</Button>
          </Form>
        </Card>
        <details class="card">
          <summary>{t('access.code.lost')}</summary>
          <Form action="/sign-in/code">
            <input type="hidden" name="next" value={next} />
            <input type="hidden" name="kind" value="recovery" />
            <Field
              id="recovery"
              name="code"
              label={t('access.code.recovery')}
              hint={t('access.code.recoveryHint')}
              autocomplete="off"
              required
            />
            <Button>{t('access.signIn.go')}</Button>
          </Form>
          <p>
            <a href="/sign-in">{t('access.code.startAgain')}</a>
          </p>
        </details>
      </>
    ),
  });
}
