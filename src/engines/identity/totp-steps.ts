import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { askAuth, askAuthOrRefuse, cookiesOf, headersFor } from './ask-auth.ts';
import { type AttemptKey, beginAttempt, endAttempt } from './attempts.ts';
import { type IdentityKit, mayAddFactor } from './identity-kit.ts';
import type { Identity, Visitor } from './types.ts';

type Steps = Pick<Identity, 'startTotp' | 'confirmTotp' | 'removeTotp' | 'renewRecoveryCodes'>;

const started = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });

/** The authenticator app and the recovery codes of a signed-in person. */
export function totpSteps(kit: IdentityKit): Steps {
  return {
    startTotp: async (visitor, password) => {
      const { session } = await kit.whoIs(visitor);
      if (session && !mayAddFactor(session)) throw new ShopbellError('SIGN_IN_REFUSED', { code: 'SECOND_FACTOR_FIRST' });
      const answer = await withPassword(kit, visitor, () =>
        kit.auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersFor(visitor), asResponse: true }),
      );
      const body = started.parse(await answer.json());
      return { uri: body.totpURI, recoveryCodes: body.backupCodes };
    },
    confirmTotp: async (visitor, code) => {
      const { session } = await kit.whoIs(visitor);
      if (!session || !mayAddFactor(session)) return { next: 'refused', cookies: [], person: null };
      const body = { code: code.replace(/\s/g, '') };
      const answer = await askAuth(() => kit.auth.api.verifyTOTP({ body, headers: headersFor(visitor), asResponse: true }));
      if (!answer.ok) return { next: 'refused', cookies: [], person: null };
      const cookies = cookiesOf(answer.response);
      return { next: 'in', cookies, person: await kit.prove(cookies, 'totp') };
    },
    removeTotp: async (visitor, password) => {
      const answer = await withPassword(kit, visitor, () =>
        kit.auth.api.disableTwoFactor({ body: { password }, headers: headersFor(visitor), asResponse: true }),
      );
      const cookies = cookiesOf(answer);
      const { session } = await kit.whoIs({ ...visitor, cookie: headersFor(visitor, cookies).get('cookie') ?? '' });
      return { next: 'in', cookies, person: session?.person.id ?? null };
    },
    renewRecoveryCodes: async (visitor, password) => {
      const answer = await withPassword(kit, visitor, () =>
        kit.auth.api.generateBackupCodes({ body: { password }, headers: headersFor(visitor), asResponse: true }),
      );
      return started.pick({ backupCodes: true }).parse(await answer.json()).backupCodes;
    },
  };
}

/** Asking for a password inside a session is guessed at as at the door: it counts the same. */
async function withPassword(kit: IdentityKit, visitor: Visitor, call: () => Promise<Response>): Promise<Response> {
  const { session } = await kit.whoIs(visitor);
  if (!session) throw new ShopbellError('NOT_SIGNED_IN');
  const keys: AttemptKey[] = [{ kind: 'account', text: session.person.email }];
  const seconds = await beginAttempt(kit.house, keys);
  if (seconds > 0) throw new ShopbellError('TOO_MANY', { seconds });
  const answer = await askAuthOrRefuse(call);
  await endAttempt(kit.house, keys);
  return answer;
}
