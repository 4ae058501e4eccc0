import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { chooseOrganisation } from '#engines/identity/people.ts';
import type { Identity, Session } from '#engines/identity/types.ts';
import { listMemberships, listShops, type Membership } from '#registry/index.ts';
import type { WebEnv } from '#web/types.ts';
import { setCookies, visitorOf } from './visitor.ts';

/**
 * Lets only signed-in people with a second factor through, and puts scope, person, organisation and time zone into `c.var`.
 * Others go to the sign-in (a page) or get 401 (anything else). Role and membership are read anew for each request.
 */
export function requirePerson(identity: Identity): MiddlewareHandler<WebEnv> {
  return createMiddleware<WebEnv>(async (c, next) => {
    const { session, cookies } = await identity.whoIs(visitorOf(c));
    if (!session) return toDoor(c, '/sign-in');
    if (session.proof === 'password') return toDoor(c, session.person.passkeys > 0 || session.person.totp ? '/sign-in' : '/second-factor');
    const memberships = await listMemberships(c.var.house.state, session.person.id);
    const membership = memberships.find((one) => one.id === session.organisation) ?? memberships[0];
    if (!membership) return toDoor(c, '/sign-in');
    if (membership.id !== session.organisation) {
      await c.var.house.state.everywhere((db) => chooseOrganisation(db, session.id, membership.id));
    }
    setCookies(c, cookies);
    await enter(c, session, membership, memberships);
    return next();
  });
}

async function enter(c: Context<WebEnv>, session: Session, membership: Membership, memberships: readonly Membership[]): Promise<void> {
  const { house } = c.var;
  const { id, name } = session.person;
  const shops = await house.state.inOrg(membership.id, (db) => listShops(db));
  c.set('session', session);
  c.set('organisations', memberships);
  c.set('scope', { house, org: membership.id, actor: { kind: 'person', id, role: membership.role } });
  c.set('person', { id, name, role: membership.role });
  c.set('orgName', membership.name);
  c.set('timeZone', shops[0]?.timeZone ?? 'UTC');
  // Pages of the console are for one person: no shared cache, and not in the back button after signing out.
  c.header('cache-control', 'no-store');
}

/** `next` is only offered for pages: a form that was sent is not sent again by itself. */
function toDoor(c: Context<WebEnv>, door: string): Response {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.redirect(door, 303);
  const url = new URL(c.req.url);
  const wanted = `${url.pathname}${url.search}`;
  return c.redirect(wanted === '/' ? door : `${door}?next=${encodeURIComponent(wanted)}`, 303);
}
