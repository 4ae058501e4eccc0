import { Hono } from 'hono';
import type { Identity } from '#engines/identity/types.ts';
import type { WebEnv } from '#web/types.ts';
import { attempt } from './attempt.ts';
import { note, noteRefused } from './note.ts';
import { secondFactorPage } from './second-factor-routes.tsx';
import { problemOf, signInPage } from './sign-in-routes.tsx';
import { readFields, safeNext, setCookies, visitorOf } from './visitor.ts';

/** What the passkey island talks to: what is to be signed (JSON), then an ordinary form with the device's answer. */
export function passkeyRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.post('/passkey/options', async (c) => {
    const { purpose } = await readFields(c);
    const asked = await attempt(() => identity.passkeyOptions(visitorOf(c), purpose === 'add' ? 'add' : 'sign-in'));
    if (!asked.ok) return c.json({ error: asked.code }, 401);
    setCookies(c, asked.value.cookies);
    return c.json({ options: asked.value.options });
  });
  app.post('/passkey/sign-in', async (c) => {
    const fields = await readFields(c);
    const next = safeNext(fields.next);
    const step = await identity.signInWithPasskey(visitorOf(c), readJson(fields.response));
    if (step.next === 'refused') await noteRefused(c.var.house, step.person, 'passkey');
    const problem = problemOf(c, step);
    if (problem) return signInPage(c, identity, next, problem);
    setCookies(c, step.cookies);
    if (step.person) await note(c.var.house, step.person, { what: 'signed-in' });
    return c.redirect(next, 303);
  });
  app.post('/passkey/add', async (c) => {
    const visitor = visitorOf(c);
    const { session } = await identity.whoIs(visitor);
    if (!session) return c.redirect('/sign-in', 303);
    const fields = await readFields(c);
    const step = await identity.addPasskey(visitor, readJson(fields.response), fields.passkeyName ?? '');
    if (step.next !== 'in') return secondFactorPage(c, identity, session, { error: c.var.t('access.passkey.failed'), status: 401 });
    setCookies(c, step.cookies);
    await note(c.var.house, session.person.id, { what: 'second-factor', factor: 'passkey', change: 'added' });
    if (session.proof === 'password') await note(c.var.house, session.person.id, { what: 'signed-in' });
    return c.redirect(session.proof === 'password' ? '/' : '/account', 303);
  });
  return app;
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
