import { stripVTControlCharacters } from 'node:util';
import type { Page } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import { asQuestion } from './as-question.ts';
import { KeptAnswer } from './kept-answer.ts';

/** Matchers that would write files. */
const NOT_HERE = new Set(['toHaveScreenshot', 'toMatchSnapshot', 'toPass', 'toMatchInlineSnapshot']);

const CONTAINING = new Set(['objectContaining', 'arrayContaining', 'stringContaining']);

interface Expecting {
  readonly actual: unknown;
  readonly matcher: string;
  readonly args: readonly unknown[];
  readonly not: boolean;
  readonly message: string | null;
}

export type Expect = typeof import('playwright/test')['expect'];

let loading: Promise<Expect> | null = null;

/** Playwright's own `expect`. It is large, and loaded when the first journey is made. */
export async function loadExpect(): Promise<Expect> {
  loading ??= import('playwright/test').then((module) => module.expect);
  return loading;
}

/** Expects something, at once or waiting for it. Throws with what was expected and what was there. */
export function expectThat(expect: Expect, { actual, matcher, args, not, message }: Expecting): unknown {
  if (!/^to[A-Z]/.test(matcher) || NOT_HERE.has(matcher)) throw new Error(`expect(…).${matcher} is not there in journeys`);
  if (matcher === 'toBeOK' && actual instanceof KeptAnswer) return expectFine(actual, not);
  const made = message === null ? expect(actual) : expect(actual, message);
  const matchers = not ? made.not : made;
  const match: unknown = Reflect.get(matchers, matcher);
  if (typeof match !== 'function') throw new Error(`expect(…).${matcher} is not there in Playwright, or not for this`);
  return Reflect.apply(match, matchers, args);
}

/** Playwright's own matcher wants an answer of its own. */
function expectFine(answer: KeptAnswer, not: boolean): void {
  const isFine = answer.status() >= 200 && answer.status() <= 299;
  if (isFine === not)
    throw new Error(`expect(response)${not ? '.not' : ''}.toBeOK(): it answered ${answer.status()} ${answer.statusText()}`);
}

/** What `expect.any(String)` and its like stand for. */
export function asymmetricOf(expect: Expect, name: string, wanted: unknown): unknown {
  const types: Readonly<Record<string, unknown>> = { String, Number, Boolean, Object, Array, Function, Date, RegExp };
  if (name === 'anything') return expect.anything();
  if (name === 'any') return expect.any(types[String(wanted)] ?? Object);
  if (name === 'stringMatching') {
    const pattern = wanted instanceof RegExp ? wanted : new RegExp(String(wanted));
    return { asymmetricMatch: asQuestion(pattern, (text: string) => text) };
  }
  if (name === 'closeTo' && Array.isArray(wanted)) return expect.closeTo(Number(wanted[0]), Number(wanted[1]));
  // Whatever else hangs on `expect` is shared by all journeys of this process.
  if (!CONTAINING.has(name)) throw new Error(`expect.${name} is not there in journeys`);
  const make: unknown = Reflect.get(expect, name);
  if (typeof make !== 'function') throw new Error(`expect.${name} is not there`);
  return Reflect.apply(make, expect, [wanted]);
}

/** The first lines of what Playwright says, without its log, in one line. */
export function shortened(thrown: unknown): string {
  const [what = ''] = stripVTControlCharacters(messageOf(thrown)).split(/\n\s*(?:Call log|=+ logs)/i);
  const lines = what.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .join(' · ')
    .slice(0, 1_000);
}

/** Whether a page's whole address is expected: there a regular expression would run in this process. */
export function isAboutAddress(actual: unknown, matcher: string): actual is Page {
  return matcher === 'toHaveURL' && typeof actual === 'object' && actual !== null && 'goto' in actual;
}
