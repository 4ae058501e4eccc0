// Runs inside the sandbox: given to journeys as `@playwright/test`.

import { expect, softly, wordsOf } from './expect.ts';
import { call, type Data, remote, within } from './remote.ts';

export { expect };

type Body = (fixtures: Readonly<Record<string, unknown>>) => unknown;

interface Suite {
  readonly title: string;
  readonly parent: Suite | null;
  readonly before: Body[];
  readonly after: Body[];
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  begun: boolean;
}

interface Case {
  readonly title: string;
  readonly suite: Suite;
  readonly body: Body;
  readonly skip: boolean;
  readonly only: boolean;
}

const top: Suite = suiteOf('', null);
const cases: Case[] = [];
const uses: Record<string, Data> = {};
let suite = top;

function suiteOf(title: string, parent: Suite | null): Suite {
  return { title, parent, before: [], after: [], beforeAll: [], afterAll: [], begun: false };
}

function addCase(how: { readonly skip?: boolean; readonly only?: boolean }) {
  return (title: unknown, second: unknown, third?: unknown) => {
    const body = third ?? second;
    if (typeof title !== 'string' || typeof body !== 'function')
      throw new Error('test(title, async ({ page }) => { … }) needs a title and a function');
    cases.push({ title, suite, body: body as Body, skip: how.skip ?? false, only: how.only ?? false });
  };
}

class Skipped extends Error {}

/** `test.skip(condition, why)` inside a test; `test.skip(title, body)` outside. */
function skip(first?: unknown, second?: unknown, third?: unknown): void {
  if (typeof first === 'string' && (typeof second === 'function' || typeof third === 'function'))
    addCase({ skip: true })(first, second, third);
  else if (first === undefined || first) throw new Skipped('skipped');
}

function describe(first: unknown, second?: unknown, third?: unknown): void {
  const body = third ?? second ?? first;
  const outer = suite;
  suite = suiteOf(typeof first === 'string' ? first : '', outer);
  (body as () => void)();
  suite = outer;
}

async function step(title: string, body: () => unknown): Promise<unknown> {
  within.push(title);
  try {
    const value = await body();
    await call([['page']], 'stepDone', [title]);
    return value;
  } finally {
    within.pop();
  }
}

const hook = (list: 'before' | 'after' | 'beforeAll' | 'afterAll') => (first: unknown, second?: unknown) =>
  suite[list].push((second ?? first) as Body);
const nothing = () => undefined;

export const test: unknown = Object.assign(addCase({}), {
  only: addCase({ only: true }),
  skip,
  fixme: skip,
  slow: nothing,
  setTimeout: nothing,
  step,
  expect,
  describe: Object.assign(describe, { only: describe, serial: describe, parallel: describe, configure: nothing }),
  beforeEach: hook('before'),
  afterEach: hook('after'),
  beforeAll: hook('beforeAll'),
  afterAll: hook('afterAll'),
  use: (options: Readonly<Record<string, unknown>>) => Object.assign(uses, options),
  info: () => ({ title: '', annotations: [], attach: async () => undefined, project: { name: 'shopbell' } }),
});

function wayOf(of: Suite): Suite[] {
  return of.parent === null ? [of] : [...wayOf(of.parent), of];
}

async function runCase(one: Case): Promise<void> {
  const root = remote([['page']]);
  const fixtures = {
    page: root,
    context: remote([['context']]),
    request: remote([['page'], ['request']]),
    browserName: 'chromium',
    isMobile: false,
  };
  const way = wayOf(one.suite);
  try {
    for (const each of way) {
      if (!each.begun) for (const body of each.beforeAll) await body(fixtures);
      each.begun = true;
      for (const body of each.before) await body(fixtures);
    }
    await one.body(fixtures);
  } catch (thrown) {
    if (!(thrown instanceof Skipped)) throw thrown;
  } finally {
    for (const each of way.reverse()) for (const body of each.after) await body(fixtures);
    const isLast = cases.every((other) => other.suite !== one.suite || cases.indexOf(other) <= cases.indexOf(one));
    if (isLast) for (const body of one.suite.afterAll) await body(fixtures);
  }
  const [first] = softly.splice(0);
  if (first !== undefined) throw new Error(first);
}

/** What the host asks for. */
Object.assign(globalThis, {
  __journey: {
    list: () => {
      const chosen = cases.some((one) => one.only) ? cases.filter((one) => one.only) : cases;
      const tests = chosen
        .filter((one) => !one.skip)
        .map((one) => ({
          index: cases.indexOf(one),
          title: [...wayOf(one.suite).map((s) => s.title), one.title].filter(Boolean).join(' › '),
        }));
      return JSON.stringify({ tests, uses });
    },
    run: async (index: number) => {
      const one = cases[index];
      try {
        if (one) await runCase(one);
        return JSON.stringify({ error: null });
      } catch (thrown) {
        const line = /journey:(\d+)(?::\d+)?\)?$/m.exec((thrown instanceof Error ? thrown.stack : '') ?? '')?.[1];
        return JSON.stringify({ error: wordsOf(thrown), line: line === undefined ? null : Number(line) });
      }
    },
    call: (name: string, args: readonly unknown[]) => call([['page']], name, args),
  },
});
