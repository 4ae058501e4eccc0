import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { MessageChannel, Worker } from 'node:worker_threads';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { FromSandbox, SandboxWork, ToSandbox } from './sandbox-talk.ts';
import { watchThread } from './watch-thread.ts';

/** Longest time that a journey may compute without doing anything in the browser. */
const SLICE_MS = 500;
/** One call of the language can compute long without coming to where the sandbox looks at its clock: then the thread is ended. */
const LONGEST_MS = 3 * SLICE_MS;
const MODULES = ['remote.ts', 'expect.ts', 'playwright-test.ts', 'shopbell.ts'] as const;

/** What the sandbox can ask of the outside. Texts are JSON; what is thrown is thrown inside. */
export interface Outside {
  call(question: string): Promise<string>;
  ask(question: string): string;
}

const listShape = z.object({
  tests: z.array(z.object({ index: z.number(), title: z.string() })),
  uses: z.record(z.string(), z.unknown()),
});
const doneShape = z.object({ error: z.string().nullable(), line: z.number().nullish() });

interface Done {
  readonly error: string | null;
  readonly line: number | null;
}

export interface Sandbox extends AsyncDisposable {
  readonly tests: readonly { readonly index: number; readonly title: string }[];
  /** What `test.use` said. */
  readonly uses: Readonly<Record<string, unknown>>;
  run(index: number): Promise<Done>;
}

/**
 * Reads a journey's file into a sandbox of its own: QuickJS in WebAssembly in a thread of its own, with 64 MB and half a second of
 * computing at a stretch, and nothing of this machine in it. The thread ends with the sandbox; asked to free itself, QuickJS aborts
 * when something is still waited for. Types are taken away, so that lines stay where they are. Throws JOURNEY_INVALID.
 */
export async function openSandbox(source: string, env: Readonly<Record<string, string>>, outside: Outside): Promise<Sandbox> {
  const { port1, port2 } = new MessageChannel();
  const flag = new SharedArrayBuffer(4);
  const workerData: SandboxWork = { source, env, inside: await insideSources(), sliceMs: SLICE_MS, answers: port2, flag };
  const worker = new Worker(new URL('./sandbox-worker.ts', import.meta.url), {
    workerData,
    transferList: [port2],
    env: {},
    execArgv: [],
    // Nothing that a file could make an engine print is ours to show.
    stdout: true,
    stderr: true,
  });
  const answerAsk = (message: object) => {
    port1.postMessage(message);
    Atomics.store(new Int32Array(flag), 0, 1);
    Atomics.notify(new Int32Array(flag), 0);
  };
  const thread = followThread(worker, outside, answerAsk);
  const close = async () => {
    thread.close();
    port1.close();
    await worker.terminate();
  };
  const opened = await thread.opened.catch(async (thrown: unknown) => {
    await close();
    throw new ShopbellError('JOURNEY_INVALID', { reason: messageOf(thrown) }, { cause: thrown });
  });
  return {
    ...listShape.parse(JSON.parse(opened)),
    run: async (index) => {
      const { text, error } = await thread.run(index);
      if (text === null) return { error: plain(error ?? ''), line: null };
      const done = doneShape.parse(JSON.parse(text));
      return { error: done.error === null ? null : plain(done.error), line: done.line ?? null };
    },
    [Symbol.asyncDispose]: close,
  };
}

type Ended = Omit<Extract<FromSandbox, { kind: 'done' }>, 'kind'>;

interface Thread {
  readonly opened: Promise<string>;
  run(index: number): Promise<Ended>;
  /** Nothing is said to it any more. */
  close(): void;
}

/** Answers what the thread asks, and ends it when it computes too long. */
function followThread(worker: Worker, outside: Outside, answerAsk: (message: object) => void): Thread {
  const opened = Promise.withResolvers<string>();
  let done = Promise.withResolvers<Ended>();
  const watch = watchThread(worker, LONGEST_MS, (words) => {
    opened.reject(new Error(plain(words)));
    done.resolve({ text: null, error: words });
  });
  const tell = (message: ToSandbox) => {
    watch.works();
    worker.postMessage(message);
  };
  const answer = async ({ id, question }: Extract<FromSandbox, { kind: 'call' }>) => {
    const told = await outside.call(question).then(
      (text) => ({ text }),
      (thrown: unknown) => ({ text: '', error: messageOf(thrown) }),
    );
    if (!watch.isOver()) tell({ kind: 'answer', id, ...told });
  };
  worker.on('message', (message: FromSandbox) => {
    if (message.kind === 'call') void answer(message);
    else if (message.kind === 'ask') answerAsk(askOutside(outside, message.question));
    else if (message.kind === 'rests') watch.rests();
    else if (message.kind === 'done') done.resolve(message);
    else if (message.kind === 'unreadable') opened.reject(new Error(plain(message.reason)));
    else {
      watch.rests();
      opened.resolve(message.list);
    }
  });
  return {
    opened: opened.promise,
    run: (index) => {
      done = Promise.withResolvers<Ended>();
      tell({ kind: 'run', index });
      return done.promise;
    },
    close: watch.close,
  };
}

function askOutside(outside: Outside, question: string): object {
  try {
    return { text: outside.ask(question) };
  } catch (thrown) {
    return { text: '', error: messageOf(thrown) };
  }
}

function plain(message: string): string {
  return message.replace(/(^|: )interrupted$/, '$1it computed for half a second without doing anything in the browser');
}

let sources: Promise<ReadonlyMap<string, string>> | null = null;

async function insideSources(): Promise<ReadonlyMap<string, string>> {
  sources ??= Promise.all(
    MODULES.map(async (name) => {
      const text = await readFile(new URL(`inside/${name}`, import.meta.url), 'utf8');
      return [`inside/${name}`, stripTypeScriptTypes(text)] as const;
    }),
  ).then((all) => new Map(all));
  return sources;
}
