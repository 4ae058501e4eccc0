import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type VmFunctionImplementation,
} from 'quickjs-emscripten-core';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

const MEMORY = 64 * 1024 * 1024;
const STACK = 512 * 1024;
/** Longest time that a journey may compute without doing anything in the browser. */
const SLICE_MS = 500;
const MODULES = ['remote.ts', 'expect.ts', 'playwright-test.ts', 'shopbell.ts'] as const;
const GIVEN: Readonly<Record<string, string>> = {
  '@playwright/test': 'inside/playwright-test.ts',
  'playwright/test': 'inside/playwright-test.ts',
  shopbell: 'inside/shopbell.ts',
};

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

export interface Sandbox {
  readonly tests: readonly { readonly index: number; readonly title: string }[];
  /** What `test.use` said. */
  readonly uses: Readonly<Record<string, unknown>>;
  run(index: number): Promise<{ readonly error: string | null; readonly line: number | null }>;
}

/**
 * Reads a journey's file into a sandbox of its own: QuickJS in WebAssembly, with 64 MB and half a second of computing at a stretch,
 * and nothing of this machine in it. It is freed with its memory, as soon as nobody holds it: asked to free itself, the engine
 * aborts when something is still waited for. Types are taken away, so that lines stay where they are. Throws JOURNEY_INVALID.
 */
export async function openSandbox(source: string, env: Readonly<Record<string, string>>, outside: Outside): Promise<Sandbox> {
  const module = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(MEMORY);
  runtime.setMaxStackSize(STACK);
  let until = 0;
  runtime.setInterruptHandler(() => performance.now() > until);
  const slice = <T>(work: () => T): T => {
    until = performance.now() + SLICE_MS;
    return work();
  };
  const inside = await insideSources();
  runtime.setModuleLoader(
    (name) => inside.get(name) ?? { error: new Error(`journeys can import '@playwright/test' and 'shopbell', not '${name}'`) },
    (base, wanted) => GIVEN[wanted] ?? (base.startsWith('inside/') ? wanted.replace('./', 'inside/') : wanted),
  );
  const vm = runtime.newContext();
  const turn = () => slice(() => runtime.executePendingJobs()).dispose();
  giveHost(vm, outside, turn);
  const evaluate = (code: string, name: string, type: 'module' | 'global') => {
    const result = slice(() => vm.evalCode(code, name, { type }));
    if (result.error) throw new ShopbellError('JOURNEY_INVALID', { reason: wordsOf(vm, result.error) });
    return result.value;
  };
  evaluate(
    `globalThis.process = { env: ${JSON.stringify(env)} }; globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };`,
    'host',
    'global',
  );
  evaluate(`import '@playwright/test';`, 'inside/start', 'module');
  await loadFile(vm, evaluate(withoutTypes(source), 'journey', 'module'), turn);
  const text = vm.dump(evaluate('__journey.list()', 'host', 'global'));
  return {
    ...listShape.parse(JSON.parse(String(text))),
    run: async (index) => {
      const promise = evaluate(`__journey.run(${index})`, 'host', 'global');
      const settled = vm.resolvePromise(promise);
      turn();
      const result = await settled;
      if (result.error) return { error: wordsOf(vm, result.error), line: null };
      const done = doneShape.parse(JSON.parse(String(vm.dump(result.value))));
      return { error: done.error === null ? null : plain(done.error), line: done.line ?? null };
    },
  };
}

/** A file that waits at its top is waited for; one that fails there is not a journey. */
async function loadFile(vm: QuickJSContext, value: QuickJSHandle, turn: () => void): Promise<void> {
  const settled = vm.resolvePromise(value);
  turn();
  const result = await settled;
  if (result.error) throw new ShopbellError('JOURNEY_INVALID', { reason: wordsOf(vm, result.error) });
}

function giveHost(vm: QuickJSContext, outside: Outside, turn: () => void): void {
  const host = vm.newObject();
  const add = (name: string, work: VmFunctionImplementation<QuickJSHandle>) =>
    vm.newFunction(name, work).consume((made) => vm.setProp(host, name, made));
  add('ask', (question) => {
    try {
      return vm.newString(outside.ask(vm.getString(question)));
    } catch (thrown) {
      return { error: vm.newError(messageOf(thrown)) };
    }
  });
  add('call', (question) => {
    const promise = vm.newPromise();
    void outside
      .call(vm.getString(question))
      .then(
        (answer) => vm.alive && vm.newString(answer).consume((made) => promise.resolve(made)),
        (thrown) => vm.alive && vm.newError(messageOf(thrown)).consume((made) => promise.reject(made)),
      )
      .finally(() => vm.alive && turn());
    return promise.handle;
  });
  vm.setProp(vm.global, '__host', host);
  host.dispose();
}

function withoutTypes(source: string): string {
  try {
    return stripTypeScriptTypes(source);
  } catch (thrown) {
    const line = /^:(\d+)/.exec(thrown instanceof Error ? (thrown.stack ?? '') : '')?.[1];
    const reason = `${line === undefined ? '' : `line ${line}: `}${messageOf(thrown).replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`;
    throw new ShopbellError('JOURNEY_INVALID', { reason }, { cause: thrown });
  }
}

function wordsOf(vm: QuickJSContext, error: QuickJSHandle): string {
  const told: unknown = vm.dump(error);
  error.dispose();
  if (typeof told !== 'object' || told === null) return String(told);
  const { message, stack } = told as { readonly message?: unknown; readonly stack?: unknown };
  const line = /journey:(\d+)/.exec(String(stack ?? ''))?.[1];
  const words = plain(String(message));
  return line === undefined ? words : `line ${line}: ${words}`;
}

function plain(message: string): string {
  return message === 'interrupted' ? 'it computed for half a second without doing anything in the browser' : message;
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
