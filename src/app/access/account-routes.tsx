import { type Context, Hono } from 'hono';
import { chooseOrganisation, listPasskeys, listSessions } from '#engines/identity/people.ts';
import type { Identity, Session } from '#engines/identity/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { changePassword, listMemberships, noteAccess, removePasskey, revokeSession } from '#registry/index.ts';
import type { WebEnv } from '#web/types.ts';
import { AccountView } from './account-view.tsx';
import { attempt, type Refusal } from './attempt.ts';
import { settingsPage } from './settings-page.tsx';
import { readFields, setCookies, visitorOf } from './visitor.ts';

/** One's own account: password, second factors, sessions, organisations, signing out. */
export function accountRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/account', (c) => accountPage(c, identity));
  app.post('/account/password', async (c) => {
    const { current = '', next = '' } = await readFields(c);
    const done = await attempt(() => changePassword(c.var.scope, { current, next, keepSession: sessionOf(c).id }));
    return done.ok ? c.redirect('/account', 303) : accountPage(c, identity, done);
  });
  app.post('/account/sessions/:id/revoke', async (c) => {
    const session = sessionOf(c);
    await revokeSession(c.var.scope, { person: session.person.id, session: c.req.param('id') });
    return c.redirect('/account', 303);
  });
  app.post('/account/passkeys/:id/remove', async (c) => {
    await removePasskey(c.var.scope, { passkey: c.req.param('id') });
    return c.redirect('/account', 303);
  });
  app.post('/account/totp/remove', async (c) => {
    const { password = '' } = await readFields(c);
    const done = await attempt(() => identity.removeTotp(visitorOf(c), password.slice(0, 1_000)));
    if (!done.ok) return accountPage(c, identity, done);
    setCookies(c, done.value.cookies);
    await noteAccess(c.var.scope, { what: 'second-factor', factor: 'totp', change: 'removed' });
    return c.redirect('/second-factor', 303);
  });
  app.post('/account/recovery-codes', async (c) => {
    const { password = '' } = await readFields(c);
    const done = await attempt(() => identity.renewRecoveryCodes(visitorOf(c), password.slice(0, 1_000)));
    if (!done.ok) return accountPage(c, identity, done);
    await noteAccess(c.var.scope, { what: 'second-factor', factor: 'recovery-codes', change: 'renewed' });
    return accountPage(c, identity, undefined, done.value);
  });
  app.post('/account/organisation', async (c) => {
    const { organisation = '' } = await readFields(c);
    const session = sessionOf(c);
    const mine = await listMemberships(c.var.house.state, session.person.id);
    if (!mine.some((one) => one.id === organisation)) throw new ShopbellError('NOT_FOUND', { what: 'organisation' });
    await c.var.house.state.everywhere((db) => chooseOrganisation(db, session.id, organisation));
    return c.redirect('/', 303);
  });
  app.post('/account/sign-out', async (c) => {
    await noteAccess(c.var.scope, { what: 'signed-out' });
    setCookies(c, await identity.signOut(visitorOf(c)));
    return c.redirect('/sign-in', 303);
  });
  return app;
}

function sessionOf(c: Context<WebEnv>): Session {
  const { session } = c.var;
  if (!session) throw new ShopbellError('NOT_SIGNED_IN');
  return session;
}

async function accountPage(c: Context<WebEnv>, identity: Identity, problem?: Refusal, newCodes: readonly string[] = []): Promise<Response> {
  const { house, t, organisations = [], scope } = c.var;
  const session = sessionOf(c);
  const { sessions, passkeys } = await house.state.inOrg(scope.org, async (db) => ({
    sessions: await listSessions(db, session.person.id),
    passkeys: await listPasskeys(db, session.person.id),
  }));
  return settingsPage(c, {
    place: 'account',
    heading: t('access.account.heading', { name: session.person.name }),
    lead: session.person.email,
    ...(problem ? { status: problem.status } : {}),
    body: (
      <AccountView
        {...{ session, sessions, passkeys, organisations, newCodes, org: scope.org, error: problem?.error }}
        passkeysPossible={identity.passkeysPossible}
      />
    ),
  });
}
