import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { mayAsk, mayCall } from './allowed.ts';
import { expectThat, isAboutAddress, shortened } from './answer-expects.ts';
import { asQuestion } from './as-question.ts';
import { askByRequest } from './ask-by-request.ts';
import { callHelper } from './helpers/helpers.ts';
import type { Outside } from './open-sandbox.ts';
import { invoke, packed, pathShape, reach, refusal, unpackAll, unpackWords } from './reach.ts';
import { sayCall } from './say-call.ts';
import { addStep, MOST_CALLS, sinceStart, takeShot, type WalkState } from './walk-state.ts';

const questionShape = z.object({
  path: pathShape,
  name: z.string(),
  args: z.array(z.unknown()).max(10),
  line: z.number().nullable(),
  within: z.array(z.string()),
  expect: z.string().optional(),
  actual: z.unknown().optional(),
  not: z.boolean().optional(),
  message: z.string().nullish(),
});

type Question = z.output<typeof questionShape>;

/** Answers what a journey asks of the browser. */
export function answerCalls(state: WalkState): Outside {
  return {
    call: async (text) => {
      const question = questionShape.parse(JSON.parse(text));
      count(state);
      if (question.name === 'sleep') return sleep(state, question);
      if (question.name === 'stepDone') return shotOfStep(state, question);
      return JSON.stringify((await noted(state, question)) ?? null);
    },
    ask: (text) => {
      const question = questionShape.parse(JSON.parse(text));
      count(state);
      if (question.expect !== undefined) return JSON.stringify(expectAtOnce(state, question) ?? null);
      if (question.name === 'answerDialogs') return JSON.stringify(answerDialogs(state, question));
      const thing = reach(state, question.path);
      if (!mayAsk.has(question.name)) throw refusal(thing.kind, question.name);
      return JSON.stringify(invoke(thing.value, question.name, unpackAll(state, question.args)) ?? null);
    },
  };
}

function count(state: WalkState): void {
  state.calls += 1;
  if (state.calls > MOST_CALLS) throw new Error(`a journey may do at most ${MOST_CALLS} things`);
}

async function sleep(state: WalkState, { args }: Question): Promise<string> {
  const page = firstPage(state);
  await page.waitForTimeout(Math.min(5_000, Number(args[0])));
  return 'null';
}

async function shotOfStep(state: WalkState, { args }: Question): Promise<string> {
  const page = [...state.pages.values()].at(-1);
  if (page) await takeShot(state, page, String(args[0]));
  return 'null';
}

function firstPage(state: WalkState): Page {
  const page = state.pages.get('page');
  if (!page) throw new Error('the journey has no page');
  return page;
}

/** Does it, and notes what was done, how long it took and what went wrong. */
async function noted(state: WalkState, question: Question): Promise<unknown> {
  const at = sinceStart(state);
  const title = state.hide(
    sayCall(question.path, question.name, question.args, question.expect === undefined ? null : { not: question.not ?? false }),
  );
  const done = (error: string | null) =>
    addStep(state, { title, line: question.line, within: question.within.map(state.hide), at, ms: sinceStart(state) - at, error });
  try {
    const value = await (question.expect === undefined ? act(state, question) : expectLater(state, question));
    done(null);
    return value;
  } catch (thrown) {
    const words = state.hide(shortened(thrown));
    done(words);
    throw new Error(words);
  }
}

async function act(state: WalkState, question: Question): Promise<unknown> {
  const thing = reach(state, question.path);
  if (question.name.startsWith('shop.')) {
    const wishes = unpackWords(state, question.args);
    mustLeadIntoShop(wishes[0]);
    return callHelper(state, thing.value as Page, question.name.slice(5), wishes);
  }
  if (!mayCall[thing.kind]?.has(question.name)) throw refusal(thing.kind, question.name);
  if (question.name === 'evaluate' || question.name === 'waitForFunction') return evaluate(thing.value as Page, question);
  const args = unpackAll(state, question.args);
  if (question.name === 'goto') mustBeWeb(args[0]);
  if (question.name === 'waitForURL') args[0] = asQuestion(args[0], (url: URL) => url.href);
  if (question.name === 'waitForResponse' || question.name === 'waitForRequest') args[0] = asQuestion(args[0], (one: Answer) => one.url());
  if (question.name === 'waitForEvent' && args[0] !== 'popup')
    throw new Error(`waitForEvent('${String(args[0])}') is not there in journeys; only 'popup' is`);
  if (thing.kind === 'request') return packed(state, await askByRequest(state, question.name, unpackWords(state, question.args)));
  if (question.name === 'screenshot') return pictured(state, thing.value);
  return packed(state, await invoke(thing.value, question.name, args));
}

type Answer = { url(): string };

/** Matchers that wait, on things of the browser. */
async function expectLater(state: WalkState, question: Question): Promise<null> {
  const { value: actual } = reach(state, question.path);
  const matcher = question.expect ?? '';
  const args = unpackWords(state, question.args);
  if (isAboutAddress(actual, matcher)) args[0] = asQuestion(args[0], (url: URL) => url.href);
  await expectThat(state.expect, { actual, matcher, args, not: question.not ?? false, message: question.message ?? null });
  return null;
}

/** Matchers of plain values. */
function expectAtOnce(state: WalkState, question: Question): null {
  const [actual] = unpackWords(state, [question.actual]);
  const args = unpackWords(state, question.args);
  const expecting = { actual, matcher: question.expect ?? '', args, not: question.not ?? false, message: question.message ?? null };
  const at = sinceStart(state);
  const title = state.hide(`expect(…)${expecting.not ? '.not' : ''}.${expecting.matcher}`);
  try {
    expectThat(state.expect, expecting);
    addStep(state, { title, line: question.line, within: question.within.map(state.hide), at, ms: 0, error: null });
  } catch (thrown) {
    const error = state.hide(shortened(thrown));
    addStep(state, { title, line: question.line, within: question.within.map(state.hide), at, ms: 0, error });
    throw new Error(error);
  }
  return null;
}

async function pictured(state: WalkState, thing: object): Promise<null> {
  const page = 'page' in thing && typeof thing.page === 'function' ? (thing as Locator).page() : (thing as Page);
  await takeShot(state, page, 'screenshot');
  return null;
}

function mustLeadIntoShop(wish: unknown): void {
  if (typeof wish === 'object' && wish !== null && 'path' in wish && wish.path !== undefined) mustBeWeb(wish.path);
}

/** Files of this machine and pages of the browser itself are no shop. */
function mustBeWeb(address: unknown): void {
  const protocol = URL.parse(String(address), 'https://shop.example')?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:' && address !== 'about:blank')
    throw new Error('goto: only addresses of http and https can be opened');
}

/** Runs in the page, where any script of the shop runs too. */
async function evaluate(page: Page, { name, args }: Question): Promise<unknown> {
  const [first, argument] = args;
  const told = typeof first === 'object' && first !== null && '$function' in first ? String(first.$function) : null;
  const text = told === null ? String(first) : `(${told})(${argument === undefined ? '' : JSON.stringify(argument)})`;
  if (name === 'evaluate') return page.evaluate(text);
  await page.waitForFunction(text);
  return null;
}

function answerDialogs(state: WalkState, { path, args }: Question): null {
  const page = reach(state, path).value as Page;
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => (args[0] === 'accept' ? dialog.accept(String(args[1] ?? '')) : dialog.dismiss()).catch(() => undefined));
  return null;
}
