import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { decodeRequest, type OtlpSignal } from '../src/intake/http/otlp-schema.ts';
import type { BenchRow } from './bench-row.ts';
import { makePointBodies, makeSpanBodies } from './otlp/make-bodies.ts';

const PROGRAM = join(import.meta.dirname, 'programs', 'take-otlp.ts');
const LOADER = join(import.meta.dirname, '..', 'src', 'cli', 'load-sources.ts');
const ITEMS = 200_000;
const AIM = 100_000;
/** Applications that send at the same time, each one delivery after the other. */
const SENDERS = 16;

/**
 * OTLP (protobuf, gzip) through the HTTP door into ClickHouse, durable and redacted: spans and points a CPU-second of the process that
 * serves, ClickHouse included. Beside it what ClickHouse alone takes to insert the same rows from a file of its own format, what unpacking
 * and decoding alone take, and how the cost grows tenfold. Sixteen applications send at the same time, 2,000 spans or points a delivery.
 */
export async function benchOtlp(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-otlp-'));
  const child = await openChild(folder);
  try {
    return [
      ...(await measure(child, { signal: 'traces', table: 'spans', what: 'spans', make: makeSpanBodies })),
      ...(await measure(child, { signal: 'metrics', table: 'metric_points', what: 'metric points', make: makePointBodies })),
    ];
  } finally {
    await child.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Child = Awaited<ReturnType<typeof openChild>>;

interface Measured {
  readonly signal: OtlpSignal;
  readonly table: string;
  readonly what: string;
  readonly make: (count: number, seed: number) => Buffer[];
}

async function measure(child: Child, { signal, table, what, make }: Measured): Promise<BenchRow[]> {
  await send(child, signal, make(ITEMS / 20, 1));
  const few = await cost(child, signal, make(ITEMS / 10, 2));
  const bodies = make(ITEMS, 3);
  const before = Number(await child.ask(`count ${table}`));
  const all = await cost(child, signal, bodies);
  const stored = Number(await child.ask(`count ${table}`)) - before;
  if (stored !== ITEMS) throw new Error(`${stored} of ${ITEMS} ${what} were stored`);
  const alone = Number(await child.ask(`alone ${table}`)) / (before + stored);
  const begun = process.cpuUsage();
  for (const body of bodies) decodeRequest(signal, gunzipSync(body));
  const { user, system } = process.cpuUsage(begun);
  const row = { what: `OTLP ${what} through the door into ClickHouse, a CPU-second`, value: ITEMS / all, unit: what };
  return [
    { ...row, against: { what: 'aim', value: AIM }, tenfold: all / few },
    { ...row, what: 'the same', against: { what: 'ClickHouse alone inserts the same rows from a file', value: 1 / alone } },
    { ...row, what: 'the same', against: { what: 'unpacked and decoded into objects only', value: ITEMS / ((user + system) / 1e6) } },
  ];
}

async function cost(child: Child, signal: OtlpSignal, bodies: readonly Buffer[]): Promise<number> {
  const before = Number(await child.ask('cpu'));
  await send(child, signal, bodies);
  return Number(await child.ask('cpu')) - before;
}

async function send({ url, key }: Child, signal: OtlpSignal, bodies: readonly Buffer[]): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
  const left = [...bodies];
  const sender = async (): Promise<void> => {
    for (let body = left.shift(); body !== undefined; body = left.shift()) await post(`${url}/in/v1/${signal}`, headers, body);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<void> {
  const send = () => fetch(url, { method: 'POST', headers, body: Uint8Array.from(body) });
  // A connection that was left open may be closed meanwhile; the same body again is stored once.
  const answer = await send().catch(send);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function openChild(folder: string) {
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the program ended');
    return JSON.parse(value);
  };
  const { url, key } = (await next()) as { readonly url: string; readonly key: string };
  return {
    ...{ url, key },
    ask: (word: string): Promise<unknown> => {
      child.stdin.write(`${word}\n`);
      return next();
    },
    close: (): Promise<void> => {
      child.stdin.end();
      return new Promise((resolve) => child.once('exit', () => resolve()));
    },
  };
}
