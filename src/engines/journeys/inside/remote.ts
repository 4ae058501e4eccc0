// Runs inside the sandbox, where nothing else is: no import, no network, no clock but the host's. It reaches things of the browser by saying how they are built.

export type Data = unknown;
/** How a thing of the browser is reached: from a root, by the calls that build it. */
export type Path = readonly (readonly [name: string, args?: readonly Data[]])[];

interface Host {
  /** Does something in the browser. Texts are JSON. */
  call(question: string): Promise<string>;
  /** The same for what needs no waiting. Throws. */
  ask(question: string): string;
}

const host = (globalThis as unknown as { __host: Host }).__host;

/** Calls that only describe; everything else is done by the browser. */
const BUILDS = new Set([
  ...['locator', 'getByRole', 'getByText', 'getByLabel', 'getByPlaceholder', 'getByAltText', 'getByTitle', 'getByTestId'],
  ...['first', 'last', 'nth', 'filter', 'and', 'or', 'frameLocator', 'contentFrame', 'owner'],
]);
const PARTS = new Set(['keyboard', 'mouse', 'touchscreen', 'request']);
const AT_ONCE = new Set(['url', 'viewportSize', 'isClosed', 'setDefaultTimeout', 'setDefaultNavigationTimeout']);
export const PATH = Symbol('path');
/** Marks what only describes a value: `expect.any(String)`. */
export const asymmetric = '$asymmetric';
export const within: string[] = [];

/** The line of the journey's file that is running. */
function lineHere(): number | null {
  const stack = new Error('here').stack ?? '';
  const found = /journey:(\d+)(?::\d+)?\)?$/m.exec(stack);
  return found ? Number(found[1]) : null;
}

export function pack(value: unknown, depth = 0): Data {
  if (depth > 20) throw new Error('what is passed on is nested too deeply');
  if (value === undefined) return { $undefined: 1 };
  if (value instanceof RegExp) return { $regex: [value.source, value.flags] };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (typeof value === 'bigint') return { $number: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  const path = pathOf(value);
  if (path !== null) return { $path: packPath(path) };
  if (typeof value === 'function') return { $function: String(value) };
  if (Array.isArray(value)) return value.map((one) => pack(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  if (asymmetric in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one, depth + 1)]));
}

const packPath = (path: Path): Data => path.map(([name, args]) => (args ? [name, args.map((one) => pack(one))] : [name]));

export function pathOf(value: unknown): Path | null {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return null;
  return (value as { readonly [PATH]?: Path })[PATH] ?? null;
}

function unpack(value: Data): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== 'object' || value === null) return value;
  const told = value as Readonly<Record<string, unknown>>;
  if ('$undefined' in told) return undefined;
  if ('$page' in told) return remote([[String(told.$page)]]);
  if ('$answer' in told) return answerOf(String(told.$answer), told.facts as AnswerFacts);
  if ('$number' in told) return Number(told.$number);
  return Object.fromEntries(Object.entries(told).map(([key, one]) => [key, unpack(one)]));
}

interface AnswerFacts {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function answerOf(id: string, facts: AnswerFacts) {
  const path: Path = [[id]];
  return {
    [PATH]: path,
    status: () => facts.status,
    statusText: () => facts.statusText,
    ok: () => facts.status >= 200 && facts.status < 300,
    url: () => facts.url,
    headers: () => facts.headers,
    text: () => call(path, 'text', []),
    json: async () => JSON.parse(String(await call(path, 'text', []))),
    finished: async () => null,
  };
}

export async function call(
  path: Path,
  name: string,
  args: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const line = lineHere();
  const question = JSON.stringify({ path: packPath(path), name, args: args.map((one) => pack(one)), line, within: [...within], ...more });
  return unpack(JSON.parse(await host.call(question)));
}

export function askHost(path: Path, name: string, args: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): unknown {
  const question = { path: packPath(path), name, args: args.map((one) => pack(one)), line: lineHere(), within: [...within], ...more };
  return unpack(JSON.parse(host.ask(JSON.stringify(question))));
}

export function remote(path: Path): unknown {
  return new Proxy(Object.create(null), {
    get: (_target, name) => {
      if (name === PATH) return path;
      // A thing with `then` would be waited for.
      if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
      if (PARTS.has(name) && path.length === 1) return remote([...path, [name]]);
      if (BUILDS.has(name)) return (...args: readonly unknown[]) => remote([...path, [name, args]]);
      if (name === 'page') return () => remote(path.slice(0, 1));
      if (name === 'context') return () => remote([['context']]);
      if (name === 'on' || name === 'once') return (event: string, listener: unknown) => listen(path, event, listener);
      if (AT_ONCE.has(name)) return (...args: readonly unknown[]) => askHost(path, name, args);
      return (...args: readonly unknown[]) => call(path, name, args);
    },
    has: (_target, name) => name === PATH,
  });
}

/** What a listener of dialogs wants is found out by trying it once. */
function listen(path: Path, event: string, listener: unknown): void {
  if (event !== 'dialog' || typeof listener !== 'function')
    throw new Error(`page.on('${event}') is not there in journeys; only page.on('dialog') is`);
  let wish: readonly unknown[] = ['dismiss'];
  listener({
    accept: async (text?: string) => {
      wish = ['accept', text ?? ''];
    },
    dismiss: async () => {
      wish = ['dismiss'];
    },
    message: () => '',
    type: () => 'confirm',
    defaultValue: () => '',
  });
  askHost(path, 'answerDialogs', wish);
}
