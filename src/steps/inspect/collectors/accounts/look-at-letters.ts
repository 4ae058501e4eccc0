import type { Letter } from '#engines/wire/mail-types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { LetterLink, LetterLook, Tries } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { readFormPage } from './read-form-page.ts';
import { differences, lettersWords, linksOf, resetLinkOf, tokenFacts, tokenOf } from './read-letter.ts';
import type { LetterBox, TestAccount, TestAccounts } from './test-accounts.ts';
import { tryWrongly } from './try-wrongly.ts';
import { open, type VisitWish, visit } from './visit.ts';

const ARRIVES_MS = 45_000;
/** Nobody’s: the name is reserved. */
const FORGED = 'forged-host.example';
/** Headers in which proxies tell the host that was asked for; programs believe them that should not. */
const FORGED_HEADERS = { 'x-forwarded-host': FORGED, 'x-host': FORGED, 'x-original-host': FORGED, forwarded: `host=${FORGED}` };

type Means = Pick<Outside, 'browser' | 'random' | 'clock'>;

interface LettersWish extends VisitWish {
  /** The page with the form for a new password. */
  readonly url: string;
  readonly own: TestAccount;
}

export interface ResetsSeen {
  readonly resets: Got<Tries>;
  readonly letters: Got<LetterLook> | null;
}

/**
 * Asks for a new password for the test account and for an invented one, and reads the letter that comes for the first: what its link is made of and
 * opens. A second letter is asked for with a made-up host in the headers of proxies. Nothing is sent from the page behind the link: the password stays.
 */
export async function lookAtLetters(outside: Means, wish: LettersWish, letters: TestAccounts['letters']): Promise<ResetsSeen> {
  const ask = () => tryWrongly(outside, { ...wish, kind: 'reset', plan: ['own', 'invented'] });
  if (!letters) return { resets: await ask(), letters: null };
  let box: LetterBox;
  try {
    box = await letters();
  } catch (thrown) {
    return {
      resets: await ask(),
      letters: { kind: 'unknown', reason: `The test account’s mailbox could not be opened: ${messageOf(thrown)}` },
    };
  }
  try {
    const resets = await ask();
    return { resets, letters: await readBoth(outside, wish, box, resets) };
  } catch (thrown) {
    const reason = `The test account’s mailbox could not be looked into: ${messageOf(thrown)}`;
    return { resets: { kind: 'unknown', reason }, letters: { kind: 'unknown', reason } };
  } finally {
    await box.close().catch(() => undefined);
  }
}

async function readBoth(outside: Means, wish: LettersWish, box: LetterBox, resets: Got<Tries>): Promise<Got<LetterLook>> {
  if (resets.kind === 'unknown') return resets;
  const first = await box.next(ARRIVES_MS);
  if (first === null) return { kind: 'unknown', reason: `No letter came to the test account within ${ARRIVES_MS / 1_000} seconds.` };
  const words = lettersWords(first, wish.own);
  const url = resetLinkOf(first, wish.shop.href);
  const page = url === null ? null : await followLink(outside, wish, url);
  const second = await askForged(outside, wish, box, resets.value);
  const poisoned: LetterLook['poisoned'] = second.kind === 'unknown' ? second : { kind: 'got', value: forgedHostIn(second.value) };
  if (url === null || page === null) return { kind: 'got', value: { ...words, link: null, poisoned } };
  const { host, protocol } = new URL(url);
  const link: LetterLink = {
    ...{ host, https: protocol === 'https:', own: siteOf(url) === siteOf(wish.shop.href) },
    token: tokenFacts(tokenOf(url), wish.own, outside.clock.now()),
    page,
    second: second.kind === 'unknown' ? second : await compareSecond(outside, wish, url, second.value),
  };
  return { kind: 'got', value: { ...words, link, poisoned } };
}

/** Follows the link once, as the customer would, and listens to whom its secret is told. */
async function followLink(outside: Means, wish: LettersWish, url: string): Promise<LetterLink['page']> {
  if (siteOf(url) !== siteOf(wish.shop.href)) return { kind: 'unknown', reason: 'The link leads to another site and was not followed.' };
  const token = tokenOf(url);
  return visit(outside, wish, async ({ page }) => {
    const told = new Map<string, { host: string; how: 'referrer' | 'address' }>();
    const asked: Promise<void>[] = [];
    page.on('request', (request) => {
      const host = URL.parse(request.url())?.host ?? '';
      if (host === '' || siteOf(request.url()) === siteOf(wish.shop.href) || token.length < 6) return;
      const note = (how: 'referrer' | 'address') => told.set(`${host} ${how}`, { host, how });
      if (holds(request.url(), token)) note('address');
      asked.push(
        request.allHeaders().then(
          ({ referer = '' }) => {
            if (holds(referer, token)) note('referrer');
          },
          () => undefined,
        ),
      );
    });
    const answer = await open(page, wish, url);
    await page.waitForTimeout(800);
    const form = await readFormPage(page, 'change', answer?.status() ?? 0);
    await Promise.all(asked);
    return { kind: 'got', value: { asks: form !== null, status: answer?.status() ?? 0, told: [...told.values()] } };
  });
}

function holds(text: string, token: string): boolean {
  return text.includes(token) || text.includes(encodeURIComponent(token)) || text.includes(encodeURIComponent(encodeURIComponent(token)));
}

async function askForged(outside: Means, wish: LettersWish, box: LetterBox, { ended }: Tries): Promise<Got<Letter>> {
  if (ended !== null) return { kind: 'unknown', reason: `No second letter was asked for: ${ended}` };
  const asked = await tryWrongly(outside, { ...wish, kind: 'reset', plan: ['own'], forge: FORGED_HEADERS });
  if (asked.kind === 'unknown') return asked;
  const letter = await box.next(ARRIVES_MS);
  return letter === null
    ? { kind: 'unknown', reason: 'No second letter came: the shop may send one an hour only.' }
    : { kind: 'got', value: letter };
}

function forgedHostIn(letter: Letter): string | null {
  return linksOf(letter).some((link) => new URL(link).hostname === FORGED) ? FORGED : null;
}

async function compareSecond(outside: Means, wish: LettersWish, url: string, letter: Letter): Promise<LetterLink['second']> {
  const other = resetLinkOf(letter, wish.shop.href);
  if (other === null) return { kind: 'unknown', reason: 'The second letter has no link.' };
  const [first, second] = [tokenOf(url), tokenOf(other)];
  const again = await followLink(outside, wish, url);
  if (again.kind === 'unknown') return again;
  return { kind: 'got', value: { same: first === second, differs: differences(first, second), firstOpens: again.value.asks } };
}
