import type { Page, Request } from 'playwright-core';
import type { SentPurpose } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import { type FormKind, MARK, readFormPage } from './read-form-page.ts';
import { open, settle, type Visit, type VisitWish } from './visit.ts';

const ANSWER_MS = 15_000;

export interface Typed {
  readonly address: string;
  /** `null`: the form asks for none. */
  readonly password: string | null;
}

export interface Submitted {
  readonly status: number;
  /** Names of headers and cookies of the answer. */
  readonly headers: string;
  readonly ms: number | null;
}

/**
 * Opens the page of a form, types, sends, and waits for the answer, as a person would. Unknown: there is no such form, it would put
 * the password into an address, or nothing may be sent any more.
 */
export async function submitForm(
  { page, expect }: Visit,
  wish: VisitWish,
  asked: { readonly url: string; readonly kind: FormKind; readonly purpose: SentPurpose; readonly before?: (page: Page) => Promise<void> },
  typed: Typed,
): Promise<Got<Submitted>> {
  const opened = await open(page, wish, asked.url);
  const form = await readFormPage(page, asked.kind, opened?.status() ?? 0);
  if (form === null) return { kind: 'unknown', reason: `No form was found on ${new URL(asked.url).pathname}.` };
  if (wish.book.left() <= 0) return { kind: 'unknown', reason: 'What one inspection may send was sent.' };
  await asked.before?.(page);
  await page.fill(MARK.address, typed.address);
  if (typed.password !== null) await page.fill(MARK.password, typed.password);
  const sending = expect(asked.purpose, [typed.address, ...(typed.password === null ? [] : [typed.password])]);
  await wish.pace();
  await page.press(typed.password === null ? MARK.address : MARK.password, 'Enter');
  const request = await firstOf(page, sending);
  if (request === null) return { kind: 'unknown', reason: whyNothing(sending.kept) };
  return answerOf(page, request);
}

async function firstOf(page: Page, sending: { readonly requests: readonly Request[]; readonly kept: string | null }) {
  for (let waited = 0; waited < 5_000; waited += 50) {
    const [request] = sending.requests;
    if (request) return request;
    if (sending.kept !== null) return null;
    await page.waitForTimeout(50);
  }
  return null;
}

function whyNothing(kept: string | null): string {
  if (kept === 'address') return 'The form would put what is typed into an address, so it was not sent.';
  if (kept === 'site') return 'The form sends to another site, so it was not sent.';
  if (kept === 'cap') return 'What one inspection may send was sent.';
  return 'The form sent nothing when it was filled in and Enter was pressed.';
}

async function answerOf(page: Page, request: Request): Promise<Got<Submitted>> {
  const late = page.waitForTimeout(ANSWER_MS).then(
    () => null,
    () => null,
  );
  const answer = await Promise.race([request.response().catch(() => null), late]);
  if (!answer) return { kind: 'unknown', reason: `The form got no answer within ${ANSWER_MS / 1_000} seconds.` };
  await answer.finished().catch(() => undefined);
  const { requestStart, responseStart } = request.timing();
  await settle(page);
  // A page that scripts draw needs a moment after the answer.
  if (!request.isNavigationRequest()) await page.waitForTimeout(600);
  const lines = await answer.headersArray();
  const names = lines.map(({ name, value }) => (/^set-cookie$/i.test(name) ? `set-cookie:${value.split('=')[0]}` : name.toLowerCase()));
  return {
    kind: 'got',
    value: {
      status: answer.status(),
      headers: [...new Set(names)].sort().join(' '),
      ms: requestStart >= 0 && responseStart > requestStart ? responseStart - requestStart : null,
    },
  };
}
