import type { Page } from 'playwright-core';
import { z } from 'zod';
import { mayBuild } from './allowed.ts';
import { pageName, type WalkState } from './walk-state.ts';

export const pathShape = z.array(z.union([z.tuple([z.string()]), z.tuple([z.string(), z.array(z.unknown())])])).max(30);

/** A thing of the browser, and by which list it may be called. */
interface Thing {
  readonly kind: string;
  readonly value: object;
}

/** Builds what a path describes. Throws for what journeys may not reach. */
export function reach(state: WalkState, path: z.output<typeof pathShape>): Thing {
  const [root, ...rest] = path;
  if (!root) throw new Error('nothing is asked of nothing');
  let thing = rootOf(state, root[0]);
  for (const [name, args] of rest) {
    if (!mayBuild[thing.kind]?.has(name)) throw refusal(thing.kind, name);
    const value = args === undefined ? Reflect.get(thing.value, name) : invoke(thing.value, name, unpackAll(state, args));
    if (typeof value !== 'object' || value === null) throw refusal(thing.kind, name);
    thing = { kind: kindAfter(thing.kind, name), value };
  }
  return thing;
}

function rootOf(state: WalkState, name: string): Thing {
  if (name === 'context') return { kind: 'context', value: state.context };
  const page = state.pages.get(name);
  if (page) return { kind: 'page', value: page };
  const answer = state.answers.get(name);
  if (answer) return { kind: 'answer', value: answer };
  throw new Error(`${name} is not there any more`);
}

function kindAfter(kind: string, name: string): string {
  if (['keyboard', 'mouse', 'touchscreen', 'request'].includes(name)) return name;
  if (name === 'frameLocator' || name === 'contentFrame') return 'frame';
  return kind === 'frame' && ['first', 'last', 'nth'].includes(name) ? 'frame' : 'locator';
}

export function invoke(target: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== 'function') throw new Error(`${name} is not there`);
  return Reflect.apply(method, target, args);
}

export function refusal(kind: string, name: string): Error {
  return new Error(`${kind}.${name} is not there in journeys`);
}

/** What a call of Playwright is given: a `path` in it would be a file of this machine, which no journey names, and is left out. */
export function unpackAll(state: WalkState, args: readonly unknown[]): unknown[] {
  return args.map((one) => unpack(state, one, false));
}

/** What our own helpers and matchers are given: a `path` in it is one of the shop. */
export function unpackWords(state: WalkState, args: readonly unknown[]): unknown[] {
  return args.map((one) => unpack(state, one, true));
}

function unpack(state: WalkState, value: unknown, withPath: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => unpack(state, one, withPath));
  if (typeof value !== 'object' || value === null) return value;
  const told = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(told.$regex)) return new RegExp(String(told.$regex[0]), String(told.$regex[1]));
  if (Array.isArray(told.$path)) return reach(state, pathShape.parse(told.$path)).value;
  if ('$undefined' in told) return undefined;
  if ('$date' in told) return new Date(String(told.$date));
  if ('$number' in told) return Number(told.$number);
  if ('$asymmetric' in told) return state.asymmetric(String(told.$asymmetric), unpack(state, told.wanted, withPath));
  if ('$function' in told) throw new Error('a function cannot be passed on here; write a text, a regular expression or a locator');
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, one]) => (key === 'path' && !withPath ? [] : [[key, unpack(state, one, withPath)]])),
  );
}

/** What the file may know of what was returned. */
export function packed(state: WalkState, value: unknown): unknown {
  if (value === undefined) return { $undefined: 1 };
  if (Buffer.isBuffer(value)) return null;
  if (Array.isArray(value)) return value.map((one) => packed(state, one));
  if (typeof value !== 'object' || value === null) return value;
  if (isPage(value)) return { $page: pageName(state, value) };
  if ('status' in value && typeof value.status === 'function') return answerOf(state, value as never);
  return Object.getPrototypeOf(value) === Object.prototype ? value : null;
}

function isPage(value: object): value is Page {
  return 'goto' in value && 'keyboard' in value;
}

function answerOf(state: WalkState, answer: Parameters<WalkState['answers']['set']>[1]): unknown {
  const id = `answer${state.answers.size + 1}`;
  state.answers.set(id, answer);
  const facts = { status: answer.status(), statusText: answer.statusText(), url: answer.url(), headers: answer.headers() };
  return { $answer: id, facts };
}
