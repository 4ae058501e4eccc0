// Runs inside the sandbox: `expect`, whose matchers are the host's.

import { askHost, asymmetric, call, pack, pathOf } from './remote.ts';

interface ExpectOptions {
  readonly message?: string;
  readonly timeout?: number;
}

export const softly: string[] = [];

function expectation(actual: unknown, options: ExpectOptions, how: { readonly not: boolean; readonly soft: boolean }): unknown {
  const isRemote = pathOf(actual) !== null;
  return new Proxy(Object.create(null), {
    get: (_target, name) => {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (name === 'not') return expectation(actual, options, { ...how, not: !how.not });
      if (name === 'resolves' || name === 'rejects') return settled(actual, options, how, name);
      if (name === 'toPass') return (wish?: Polling) => pass(actual, wish);
      const more = { expect: name, actual: isRemote ? { $undefined: 1 } : pack(actual), not: how.not, message: options.message ?? null };
      return (...args: readonly unknown[]) => {
        if (isRemote) return softened(how.soft, () => call(pathOf(actual) ?? [], name, withTimeout(args, options), more));
        if (name === 'toMatch' && args[0] instanceof RegExp && typeof actual === 'string') return matched(actual, args[0], how);
        if (name === 'toBe' && isObject(actual) && isObject(args[0])) return identical(actual, args[0], how);
        return softenedAtOnce(how.soft, () => askHost([], name, args, more));
      };
    },
  });
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function identical(actual: unknown, wanted: unknown, how: { readonly not: boolean; readonly soft: boolean }): void {
  softenedAtOnce(how.soft, () => {
    if ((actual === wanted) === how.not)
      throw new Error(`expect(…)${how.not ? '.not' : ''}.toBe: these are ${how.not ? '' : 'not '}the same object`);
  });
}

/** Here, where an expression that never ends is stopped. */
function matched(actual: string, wanted: RegExp, how: { readonly not: boolean; readonly soft: boolean }): void {
  softenedAtOnce(how.soft, () => {
    if (wanted.test(actual) === how.not)
      throw new Error(`expect('${actual.slice(0, 200)}')${how.not ? '.not' : ''}.toMatch(${String(wanted)}) failed`);
  });
}

/** `expect.configure({ timeout })`: for matchers that wait and say none themselves. */
function withTimeout(args: readonly unknown[], { timeout }: ExpectOptions): readonly unknown[] {
  const last = args.at(-1);
  const says = typeof last === 'object' && last !== null && !(last instanceof RegExp) && !Array.isArray(last) && 'timeout' in last;
  return timeout === undefined || says ? args : [...args, { timeout }];
}

async function softened(soft: boolean, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!soft) throw thrown;
    softly.push(wordsOf(thrown));
  }
}

function softenedAtOnce(soft: boolean, work: () => unknown): void {
  try {
    work();
  } catch (thrown) {
    if (!soft) throw thrown;
    softly.push(wordsOf(thrown));
  }
}

export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function settled(actual: unknown, options: ExpectOptions, how: { readonly not: boolean; readonly soft: boolean }, which: string): unknown {
  return new Proxy(Object.create(null), {
    get: (_target, name) =>
      typeof name === 'symbol' || name === 'then'
        ? undefined
        : async (...args: readonly unknown[]) => {
            const value = await outcomeOf(actual, which);
            const matcher = (expectation(value, options, how) as Readonly<Record<string, (...all: readonly unknown[]) => unknown>>)[name];
            await matcher?.(...args);
          },
  });
}

async function outcomeOf(actual: unknown, which: string): Promise<unknown> {
  try {
    const value = await (typeof actual === 'function' ? actual() : actual);
    if (which === 'resolves') return value;
  } catch (thrown) {
    if (which === 'rejects') return thrown;
    throw thrown;
  }
  throw new Error('expect(…).rejects: it was not rejected');
}

interface Polling {
  readonly timeout?: number;
  readonly intervals?: readonly number[];
  readonly message?: string;
}

async function pass(actual: unknown, { timeout = 10_000, intervals = [100, 250, 500, 1_000] }: Polling = {}): Promise<void> {
  const end = Date.now() + timeout;
  for (let turn = 0; ; turn += 1) {
    try {
      await (actual as () => unknown)();
      return;
    } catch (thrown) {
      if (Date.now() > end) throw thrown;
      await call([], 'sleep', [intervals[Math.min(turn, intervals.length - 1)] ?? 1_000]);
    }
  }
}

function poll(read: () => unknown, wish: Polling | string = {}): unknown {
  const options = typeof wish === 'string' ? { message: wish } : wish;
  const make = (not: boolean): unknown =>
    new Proxy(Object.create(null), {
      get: (_target, name) => {
        if (typeof name === 'symbol' || name === 'then') return undefined;
        if (name === 'not') return make(!not);
        return (...args: readonly unknown[]) =>
          pass(
            async () => {
              const value = await read();
              const matchers = expectation(value, options, { not, soft: false });
              await (matchers as Readonly<Record<string, (...all: readonly unknown[]) => unknown>>)[name]?.(...args);
            },
            { timeout: 5_000, ...options },
          );
      },
    });
  return make(false);
}

const matching = (name: string) => (wanted: unknown) => ({ [asymmetric]: name, wanted: pack(wanted) });

function expectWith(defaults: ExpectOptions & { readonly soft?: boolean }) {
  const make = (actual: unknown, more: ExpectOptions | string | undefined, soft: boolean) =>
    expectation(actual, { ...defaults, ...(typeof more === 'string' ? { message: more } : more) }, { not: false, soft });
  return Object.assign((actual: unknown, more?: ExpectOptions | string) => make(actual, more, defaults.soft ?? false), {
    soft: (actual: unknown, more?: ExpectOptions | string) => make(actual, more, true),
    poll,
    configure: (more: ExpectOptions & { readonly soft?: boolean }) => expectWith({ ...defaults, ...more }),
    any: (type: { readonly name: string }) => ({ [asymmetric]: 'any', wanted: type.name }),
    anything: () => ({ [asymmetric]: 'anything', wanted: null }),
    objectContaining: matching('objectContaining'),
    arrayContaining: matching('arrayContaining'),
    stringContaining: matching('stringContaining'),
    stringMatching: matching('stringMatching'),
    closeTo: (wanted: number, digits = 2) => ({ [asymmetric]: 'closeTo', wanted: [wanted, digits] }),
  });
}

export const expect: unknown = expectWith({});
