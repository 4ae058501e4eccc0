import type { Context } from 'hono';
import type { Identity } from '#engines/identity/types.ts';
import type { WebEnv } from '#web/types.ts';
import { secondFactorPage } from './second-factor-routes.tsx';
import { viewTotp } from './totp-card.tsx';
import { setCookies, visitorOf, withCookies } from './visitor.ts';

/** Signs a person in who just chose a password, and answers with the code for their authenticator app. */
export async function enterNewPerson(c: Context<WebEnv>, identity: Identity, email: string, password: string): Promise<Response> {
  const step = await identity.signIn(visitorOf(c), email, password);
  const visitor = withCookies(visitorOf(c), step.cookies);
  const { session } = await identity.whoIs(visitor);
  if (!session) return c.redirect('/sign-in', 303);
  setCookies(c, step.cookies);
  const totp = await viewTotp(c.var.house, session.person.id, await identity.startTotp(visitor, password));
  return secondFactorPage(c, identity, session, { totp });
}
