import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Program {
  readonly process: ChildProcess;
  /** Lines on stdout so far. */
  readonly lines: readonly string[];
  /** Resolves when a line satisfies the test; rejects when the program ends before. */
  until(test: (line: string) => boolean): Promise<void>;
  /** Kills it with this signal and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a TypeScript program of the project as a child process, for tests that kill it. */
export function runProgram(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const loader = join(import.meta.dirname, '..', '..', 'cli', 'load-sources.ts');
  const child = spawn(process.execPath, ['--import', loader, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4_000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    lines,
    until: (test) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!lines.some(test)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void gone.then(() => reject(new Error(`The program ended early: ${errors}`)));
        look();
      }),
    end: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}
