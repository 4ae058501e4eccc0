import type { Page } from 'playwright-core';
import type { LimitSign, Tries, Try } from '../../account-look.ts';
import { accountPattern, accountWords } from '../../account-words.ts';
import type { Got } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { inventAddress, inventPassword } from './invent-account.ts';
import { maskLine } from './mask-line.ts';
import { linesOf } from './read-page.ts';
import { submitForm } from './submit-form.ts';
import type { TestAccount } from './test-accounts.ts';
import { type Visit, type VisitWish, visit } from './visit.ts';

/** The owner’s test account is never tried more often than this. */
const MAX_OWN = 8;

export interface TryWish extends VisitWish {
  readonly url: string;
  readonly kind: 'signIn' | 'reset';
  readonly own: TestAccount;
  /** How many, whether the own account or an invented one. */
  readonly plan: readonly Try['who'][];
}

/**
 * Sends a form wrongly, some times for the owner’s test account and some for accounts that cannot exist, each as a new visitor.
 * Stops at the first sign of a limit. Addresses of other people are never sent.
 */
export async function tryWrongly(outside: Pick<Outside, 'browser' | 'random'>, wish: TryWish): Promise<Got<Tries>> {
  return visit(outside, wish, async (there) => {
    const list: Try[] = [];
    const before = new Set<string>();
    const end = (ended: string | null): Got<Tries> => ({ kind: 'got', value: { list, steady: before.size <= 1, ended } });
    let own = 0;
    for (const who of wish.plan) {
      if (wish.book.left() <= 0) return end('What one inspection may send was sent.');
      if (who === 'own' && own >= MAX_OWN) continue;
      own += who === 'own' ? 1 : 0;
      const one = await tryOnce(outside, there, wish, who);
      if (one.kind === 'unknown') return list.length === 0 ? one : end(one.reason);
      list.push(one.value.seen);
      before.add(one.value.before);
      if (one.value.seen.sign !== null) return end(`The shop showed a limit: ${one.value.seen.sign}.`);
    }
    return end(null);
  });
}

interface Tried {
  readonly seen: Try;
  /** What the page read before anything was sent, masked. */
  readonly before: string;
}

async function tryOnce({ random }: Pick<Outside, 'random'>, there: Visit, wish: TryWish, who: Try['who']): Promise<Got<Tried>> {
  const { page, context } = there;
  await context.clearCookies();
  const typed = {
    address: who === 'own' ? wish.own.address : inventAddress(random, wish.own.address),
    password: wish.kind === 'signIn' ? inventPassword(random) : null,
  };
  let before: string[] = [];
  const look = async (ready: Page) => {
    before = await linesOf(ready);
  };
  const purpose = wish.kind === 'signIn' ? 'wrong-password' : 'reset';
  const sent = await submitForm(there, wish, { url: wish.url, kind: wish.kind, purpose, before: look }, typed);
  if (sent.kind === 'unknown') return sent;
  const said = (await linesOf(page)).filter((line) => !before.includes(line)).join(' / ');
  const sign = signOf(sent.value.status, said, await newCaptcha(page, before));
  const kept = maskLine(said, [typed.address, typed.address.split('@')[0] ?? '', typed.password ?? '']);
  const seen: Try = { ...sent.value, who, path: maskLine(new URL(page.url()).pathname, []), said: kept, sign };
  return { kind: 'got', value: { seen, before: maskLine(before.join(' / '), [], 20_000) } };
}

/** A captcha that is shown now: a frame or a picture of one that a person sees. */
async function newCaptcha(page: Page, before: readonly string[]): Promise<boolean> {
  const name = accountWords().captcha;
  const frames = page.frames().some((frame) => new RegExp(name, 'i').test(frame.url()) && !/invisible|badge/i.test(frame.url()));
  const shown = await page.locator('img[src*="captcha" i], input[name*="captcha" i]:not([type=hidden])').count();
  return (frames || shown > 0) && !before.some((line) => /captcha/i.test(line));
}

function signOf(status: number, said: string, captcha: boolean): LimitSign | null {
  if (status === 429) return 'refused (429)';
  if (new RegExp(accountPattern('locked'), 'iu').test(said)) return 'locked';
  if (new RegExp(accountPattern('limited'), 'iu').test(said)) return 'limited';
  return captcha ? 'captcha' : null;
}
