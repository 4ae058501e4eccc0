import type { MessagePort } from 'node:worker_threads';

/** What a sandbox's thread is started with. */
export interface SandboxWork {
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** The modules that journeys can import, as JavaScript, by name. */
  readonly inside: ReadonlyMap<string, string>;
  /** Longest time that it may compute at a stretch. */
  readonly sliceMs: number;
  /** Where answers to `ask` arrive, and the word of memory that wakes the thread for them. */
  readonly answers: MessagePort;
  readonly flag: SharedArrayBuffer;
}

/** What it is told. `error` instead of `text` is thrown inside. */
export type ToSandbox =
  | { readonly kind: 'run'; readonly index: number }
  | { readonly kind: 'answer'; readonly id: number; readonly text: string; readonly error?: string };

/** What it says. Texts are JSON of what runs inside. */
export type FromSandbox =
  | { readonly kind: 'open'; readonly list: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'call'; readonly id: number; readonly question: string }
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'done'; readonly text: string | null; readonly error: string | null }
  /** It has done what it was last told, and computes no more. */
  | { readonly kind: 'rests' };
