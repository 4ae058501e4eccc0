import type { Cookie } from 'playwright-core';
import type { SessionLook } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { type SignedIn, shapeOf } from './look-signed-in.ts';
import { isSignedIn, pressSignOut } from './read-page.ts';
import type { TestAccount } from './test-accounts.ts';
import { open, settle, type VisitWish, visit } from './visit.ts';

type Verdict = Got<boolean>;

/** Replays the test account’s own cookies in fresh browsers: from before the sign-in, after it, and after a sign-out. */
export async function lookAtSession(
  outside: Pick<Outside, 'browser'>,
  wish: VisitWish,
  signed: SignedIn,
  account: TestAccount,
): Promise<SessionLook> {
  const fixed = await askFixed(outside, wish, signed, account);
  const { carried, out } = await signOut(outside, wish, signed, account);
  const survives = await askSurvives(outside, wish, { signed, account, carried, out });
  const old = new Map(signed.before.map((cookie) => [keyOf(cookie), cookie.value]));
  return {
    account: shapeOf(signed.account),
    cookies: signed.after.map((cookie) => ({
      ...{
        name: cookie.name,
        secure: cookie.secure,
        httpOnly: cookie.httpOnly,
        sameSite: signed.declared.get(cookie.name) ?? cookie.sameSite ?? '',
      },
      kept: old.get(keyOf(cookie)) === cookie.value,
    })),
    ...{ before: signed.before.length, carried, fixed, survives },
    ...{ pages: signed.pages, change: signed.change, factors: signed.factors },
  };
}

function keyOf({ name, domain, path }: Cookie): string {
  return `${name} ${domain} ${path}`;
}

/** Whether somebody with these cookies is signed in. */
function replay(outside: Pick<Outside, 'browser'>, wish: VisitWish, cookies: readonly Cookie[], signed: SignedIn, account: TestAccount) {
  return visit<boolean>(outside, wish, async ({ page, context }) => {
    await context.addCookies([...cookies]);
    const answer = await open(page, wish, signed.account);
    if (!answer || answer.status() >= 500)
      return { kind: 'unknown', reason: `The account page answered ${answer?.status() ?? 'nothing'}.` };
    return { kind: 'got', value: await isSignedIn(page, account.address) };
  });
}

async function askFixed(outside: Pick<Outside, 'browser'>, wish: VisitWish, signed: SignedIn, account: TestAccount): Promise<Verdict> {
  if (signed.before.length > 0) return replay(outside, wish, signed.before, signed, account);
  return { kind: 'unknown', reason: 'The shop gave no cookie before the sign-in, so there was none to try.' };
}

/** Whether the cookies carry the session into a phone’s browser, and there what signs out is pressed. */
async function signOut(outside: Pick<Outside, 'browser'>, wish: VisitWish, signed: SignedIn, account: TestAccount) {
  let out: Got<true> = { kind: 'unknown', reason: 'Nothing to sign out with was found on the account page.' };
  const carried = await visit<boolean>(
    outside,
    wish,
    async (there) => {
      const { page, context } = there;
      await context.addCookies([...signed.after]);
      await open(page, wish, signed.account);
      if (!(await isSignedIn(page, account.address))) return { kind: 'got', value: false };
      there.expect('sign-out', []);
      await wish.pace();
      const left = page.waitForEvent('framenavigated', { timeout: 4_000 }).catch(() => null);
      if (!(await pressSignOut(page))) return { kind: 'got', value: true };
      await left;
      await settle(page);
      await open(page, wish, signed.account);
      out = (await isSignedIn(page, account.address))
        ? { kind: 'unknown', reason: 'What signs out was pressed, and the browser was still signed in.' }
        : { kind: 'got', value: true };
      return { kind: 'got', value: true };
    },
    true,
  );
  return { carried, out };
}

interface AfterOut {
  readonly signed: SignedIn;
  readonly account: TestAccount;
  readonly carried: Verdict;
  readonly out: Got<true>;
}

async function askSurvives(
  outside: Pick<Outside, 'browser'>,
  wish: VisitWish,
  { signed, account, carried, out }: AfterOut,
): Promise<Verdict> {
  if (carried.kind === 'unknown') return carried;
  if (!carried.value) return { kind: 'unknown', reason: 'The session is not in cookies, so they could not be tried again.' };
  if (out.kind === 'unknown') return out;
  return replay(outside, wish, signed.after, signed, account);
}
