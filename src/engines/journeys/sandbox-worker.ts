import { stripTypeScriptTypes } from 'node:module';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type VmFunctionImplementation,
} from 'quickjs-emscripten-core';
import type { FromSandbox, SandboxWork, ToSandbox } from './sandbox-talk.ts';

// A thread of its own for one journey's file: QuickJS in WebAssembly, and nothing of this machine in it.

const MEMORY = 64 * 1024 * 1024;
const STACK = 512 * 1024;
const GIVEN: Readonly<Record<string, string>> = {
  '@playwright/test': 'inside/playwright-test.ts',
  'playwright/test': 'inside/playwright-test.ts',
  shopbell: 'inside/shopbell.ts',
};

/** What the file itself is to blame for; its words are shown. */
class Unreadable extends Error {}

const { source, env, inside, sliceMs, answers, flag } = workerData as SandboxWork;
const waiting = new Map<number, { resolve(text: string): void; reject(reason: string): void }>();
const say = (message: FromSandbox): void => parentPort?.postMessage(message);

try {
  const { run, tests } = await open();
  parentPort?.on('message', (message: ToSandbox) => {
    if (message.kind === 'run') {
      void run(message.index).then((done) => say({ kind: 'done', ...done }));
    } else {
      const waits = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) waits?.resolve(message.text);
      else waits?.reject(message.error);
    }
    say({ kind: 'rests' });
  });
  say({ kind: 'open', list: tests });
} catch (thrown) {
  if (!(thrown instanceof Unreadable)) throw thrown;
  say({ kind: 'unreadable', reason: thrown.message });
}

async function open() {
  const module = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));
  const runtime = module.newRuntime();
  runtime.setMemoryLimit(MEMORY);
  runtime.setMaxStackSize(STACK);
  let until = 0;
  runtime.setInterruptHandler(() => computed() > until);
  const slice = <T>(work: () => T): T => {
    until = computed() + sliceMs;
    return work();
  };
  runtime.setModuleLoader(
    (name) => inside.get(name) ?? { error: new Error(`journeys can import '@playwright/test' and 'shopbell', not '${name}'`) },
    (base, wanted) => GIVEN[wanted] ?? (base.startsWith('inside/') ? wanted.replace('./', 'inside/') : wanted),
  );
  const vm = runtime.newContext();
  const turn = () => slice(() => runtime.executePendingJobs()).dispose();
  giveHost(vm, turn);
  const evaluate = (code: string, name: string, type: 'module' | 'global') => {
    const result = slice(() => vm.evalCode(code, name, { type }));
    if (result.error) throw new Unreadable(wordsOf(vm, result.error));
    return result.value;
  };
  evaluate(
    `globalThis.process = { env: ${JSON.stringify(env)} }; globalThis.console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };`,
    'host',
    'global',
  );
  evaluate(`import '@playwright/test';`, 'inside/start', 'module');
  await loadFile(vm, evaluate(withoutTypes(source), 'journey', 'module'), turn);
  const tests = String(vm.dump(evaluate('__journey.list()', 'host', 'global')));
  const run = async (index: number) => {
    const promise = evaluate(`__journey.run(${index})`, 'host', 'global');
    const settled = vm.resolvePromise(promise);
    turn();
    const result = await settled;
    if (result.error) return { text: null, error: wordsOf(vm, result.error) };
    return { text: String(vm.dump(result.value)), error: null };
  };
  return { tests, run };
}

/** Milliseconds that this thread has computed; a machine that is busy with others does not count. */
function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** A file that waits at its top is waited for; one that fails there is not a journey. */
async function loadFile(vm: QuickJSContext, value: QuickJSHandle, turn: () => void): Promise<void> {
  const settled = vm.resolvePromise(value);
  turn();
  const result = await settled;
  if (result.error) throw new Unreadable(wordsOf(vm, result.error));
}

function giveHost(vm: QuickJSContext, turn: () => void): void {
  const host = vm.newObject();
  const add = (name: string, work: VmFunctionImplementation<QuickJSHandle>) =>
    vm.newFunction(name, work).consume((made) => vm.setProp(host, name, made));
  add('ask', (question) => {
    const { text, error } = askAndWait(vm.getString(question));
    return error === undefined ? vm.newString(text) : { error: vm.newError(error) };
  });
  let calls = 0;
  add('call', (question) => {
    const promise = vm.newPromise();
    const id = calls++;
    waiting.set(id, {
      resolve: (text) => {
        vm.newString(text).consume((made) => promise.resolve(made));
        turn();
      },
      reject: (reason) => {
        vm.newError(reason).consume((made) => promise.reject(made));
        turn();
      },
    });
    say({ kind: 'call', id, question: vm.getString(question) });
    return promise.handle;
  });
  vm.setProp(vm.global, '__host', host);
  host.dispose();
}

/** The thread stands still until the answer is there. */
function askAndWait(question: string): { readonly text: string; readonly error?: string } {
  const signal = new Int32Array(flag);
  Atomics.store(signal, 0, 0);
  say({ kind: 'ask', question });
  Atomics.wait(signal, 0, 0);
  return receiveMessageOnPort(answers as MessagePort)?.message as { text: string; error?: string };
}

function withoutTypes(text: string): string {
  try {
    return stripTypeScriptTypes(text);
  } catch (thrown) {
    const line = /^:(\d+)/.exec(thrown instanceof Error ? (thrown.stack ?? '') : '')?.[1];
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Unreadable(`${line === undefined ? '' : `line ${line}: `}${words.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`);
  }
}

function wordsOf(vm: QuickJSContext, error: QuickJSHandle): string {
  const told: unknown = vm.dump(error);
  error.dispose();
  if (typeof told !== 'object' || told === null) return String(told);
  const { message, stack } = told as { readonly message?: unknown; readonly stack?: unknown };
  const line = /journey:(\d+)/.exec(String(stack ?? ''))?.[1];
  return line === undefined ? String(message) : `line ${line}: ${String(message)}`;
}
