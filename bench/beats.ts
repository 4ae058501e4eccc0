import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { addCheck, recordBeat } from '#steps/watch/index.ts';
import type { BenchRow } from './bench-row.ts';
import { cpuOf } from './cpu-of.ts';
import { openBenchShop } from './programs/open-bench-shop.ts';

const CHECKS = 500;
const SECONDS = 10;
const PROGRAM = join(import.meta.dirname, 'programs', 'send-beats.ts');
const LOADER = join(import.meta.dirname, '..', 'src', 'cli', 'load-sources.ts');

/** Heartbeats a second that a whole Shopbell takes over HTTP, each answered when it is durable; and one after the other, as a comparison. */
export async function benchBeats(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-beats-'));
  const { running, org, shop } = await openBenchShop(folder);
  const { house } = running;
  try {
    const scope = { house, org, actor: { kind: 'system', id: 'bench', role: 'system' } } as const;
    const tokens: string[] = [];
    for (let nth = 0; nth < CHECKS; nth++) {
      const { token } = await addCheck(scope, { shop, name: `job ${nth}`, target: { kind: 'heartbeat', period: 60, grace: 60 } });
      if (token !== null) tokens.push(token);
    }
    const port = Number(new URL(running.url).port);
    await send(port, tokens, 8);
    let answered = 0;
    let sender = 0;
    const busy = await costOf(async () => {
      ({ answered, sender } = await send(port, tokens, SECONDS));
    });
    // What the program does anyway, without a beat: after the first looks at all checks are over.
    await wait(2_000);
    const idle = await costOf(() => wait(SECONDS * 1_000));
    let single = 0;
    for (const ends = Date.now() + 3_000; Date.now() < ends; single++) await recordBeat(house, tokens[single % tokens.length] ?? '');
    return [
      {
        what: 'heartbeats a second, over 32 connections',
        value: answered / SECONDS,
        unit: 'beats',
        against: { what: 'aim', value: 3_000 },
      },
      {
        what: 'the same',
        value: answered / SECONDS,
        unit: 'beats',
        against: { what: 'one after the other, without HTTP', value: single / 3 },
      },
      {
        what: 'CPU of a heartbeat, from the request until it is durable, PostgreSQL included',
        value: ((busy.all - idle.all - sender) / answered) * 1e6,
        unit: 'µs',
        against: { what: 'without PostgreSQL', value: ((busy.own - idle.own) / answered) * 1e6 },
      },
    ];
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU seconds of this process, and of all below it too, while something runs. */
async function costOf(run: () => Promise<void>): Promise<{ readonly own: number; readonly all: number }> {
  const before = process.cpuUsage();
  const all = cpuOf(process.pid);
  await run();
  const { user, system } = process.cpuUsage(before);
  return { own: (user + system) / 1e6, all: cpuOf(process.pid) - all };
}

function send(port: number, tokens: readonly string[], seconds: number): Promise<{ readonly answered: number; readonly sender: number }> {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, String(port), String(seconds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(tokens.map((token) => `/in/beat/${token}`).join('\n'));
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.once('exit', (code) => {
      const [answered = 0, sender = 0] = text.trim().split(' ').map(Number);
      if (code === 0) resolve({ answered, sender });
      else reject(new Error('the sender failed'));
    });
  });
}
