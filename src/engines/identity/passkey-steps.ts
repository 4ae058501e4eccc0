import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { askAuth, cookiesOf, headersFor } from './ask-auth.ts';
import { type AttemptKey, beginAttempt, endAttempt } from './attempts.ts';
import { type IdentityKit, mayAddFactor } from './identity-kit.ts';
import { identityTables } from './tables.ts';
import type { Identity } from './types.ts';

type Steps = Pick<Identity, 'passkeyOptions' | 'addPasskey' | 'signInWithPasskey'>;

const credential = z.record(z.string(), z.unknown());

/** AuthenticationResponseJSON of WebAuthn level 3, as far as the verification reads it. */
const assertion = z.object({
  id: z.string(),
  rawId: z.string(),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z.string().optional(),
  }),
});

/** Passkeys: adding one to a signed-in person, and signing in with one. The browser's answers come as JSON (WebAuthn level 3). */
export function passkeySteps(kit: IdentityKit): Steps {
  return {
    passkeyOptions: async (visitor, purpose) => {
      const { session } = await kit.whoIs(visitor);
      if (purpose === 'add' && (!session || !mayAddFactor(session)))
        throw new ShopbellError('SIGN_IN_REFUSED', { code: 'SECOND_FACTOR_FIRST' });
      const headers = headersFor(purpose === 'add' ? visitor : { ...visitor, cookie: '' });
      const answer = await askAuth(() =>
        purpose === 'add'
          ? kit.auth.api.generatePasskeyRegistrationOptions({ headers, asResponse: true })
          : kit.auth.api.generatePasskeyAuthenticationOptions({ headers, asResponse: true }),
      );
      if (!answer.ok) throw new ShopbellError('SIGN_IN_REFUSED', { code: answer.code });
      return { options: (await answer.response.json()) as unknown, cookies: cookiesOf(answer.response) };
    },
    addPasskey: async (visitor, response, name) => {
      const { session } = await kit.whoIs(visitor);
      if (!session || !mayAddFactor(session)) return { next: 'refused', cookies: [], person: null };
      const parsed = credential.safeParse(response);
      if (!parsed.success) return { next: 'refused', cookies: [], person: null };
      const body = { response: parsed.data, name: name.slice(0, 100) };
      const answer = await askAuth(() => kit.auth.api.verifyPasskeyRegistration({ body, headers: headersFor(visitor), asResponse: true }));
      if (!answer.ok) return { next: 'refused', cookies: [], person: null };
      if (session.proof === 'password') {
        await kit.house.state.everywhere((db) =>
          identityTables(db).updateTable('identity_sessions').set({ proof: 'passkey' }).where('id', '=', session.id).execute(),
        );
      }
      return { next: 'in', cookies: cookiesOf(answer.response), person: session.person.id };
    },
    signInWithPasskey: async (visitor, response) => {
      const keys: AttemptKey[] = [{ kind: 'address', text: visitor.address }];
      const seconds = await beginAttempt(kit.house, keys);
      if (seconds > 0) return { next: 'too-many', cookies: [], person: null, seconds };
      const parsed = assertion.safeParse(response);
      if (!parsed.success) return { next: 'refused', cookies: [], person: null };
      const { userHandle, ...signed } = parsed.data.response;
      const body = { response: { ...parsed.data, response: userHandle === undefined ? signed : { ...signed, userHandle } } };
      const answer = await askAuth(() =>
        kit.auth.api.verifyPasskeyAuthentication({ body, headers: headersFor(visitor), asResponse: true }),
      );
      if (!answer.ok) return { next: 'refused', cookies: [], person: null };
      await endAttempt(kit.house, keys);
      const cookies = cookiesOf(answer.response);
      return { next: 'in', cookies, person: await kit.prove(cookies, 'passkey') };
    },
  };
}
