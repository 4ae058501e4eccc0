import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { AttackTruth } from './attacks/attack-truth.ts';
import { combinedLine } from './shop/combined-line.ts';
import { answerBytes } from './traffic/answer-bytes.ts';
import { openEventHeap } from './traffic/event-heap.ts';
import { nextVisit, type Step, visitedWorld } from './traffic/visits.ts';
import { type WrittenAttack, type WrittenAttackName, type WrittenStep, writtenAttack } from './traffic/written-attacks.ts';
import { STEPS_PER_VISIT } from './visitors.ts';
import { makeWorld } from './world/make-world.ts';
import { seededRandom } from './world/seeded-random.ts';

export interface WriteLogOptions {
  /** Where to write. A name that ends in `.gz` is compressed. An existing file is replaced. */
  readonly path: string;
  readonly lines: number;
  readonly seed: number | string;
  /** The first line's instant, and how long the log covers in milliseconds (about). */
  readonly from: Date;
  readonly spanMs: number;
  readonly customers?: number;
  readonly orders?: number;
  /** Attacks to mix in, one after another over the span. */
  readonly attacks?: readonly WrittenAttackName[];
  /** A sale: six times as many visitors for a while. Milliseconds after `from`, and how long. */
  readonly sale?: { readonly afterMs: number; readonly forMs: number };
}

export interface WrittenLog {
  readonly lines: number;
  /** Before compression. */
  readonly bytes: number;
  readonly first: Date;
  readonly last: Date;
  readonly attacks: readonly AttackTruth[];
}

interface Walker {
  readonly address: string;
  readonly agent: string;
  readonly steps: Iterator<Step | WrittenStep, void>;
  readonly attack: { readonly plan: WrittenAttack; first: number; last: number } | null;
  waiting: Step | WrittenStep;
}

/** Puts a walker's next step on the line; false when there is none. */
function advance(walker: Walker): boolean {
  const turn = walker.steps.next();
  if (!turn.done) walker.waiting = turn.value;
  return !turn.done;
}

/** How busy it is at an instant: quiet at four in the morning, busy at eight in the evening, busier in a sale. */
function rhythm({ from, sale }: WriteLogOptions, at: number): number {
  const day = Math.max(0.2, 1 + 0.75 * Math.sin(((at / 3_600_000 - 14) / 24) * 2 * Math.PI));
  const passed = at - from.getTime();
  return sale && passed >= sale.afterMs && passed < sale.afterMs + sale.forMs ? day * 6 : day;
}

/** Every request of the log in the order of its time, endless. */
function* requests(options: WriteLogOptions, walkers: Walker[]): Generator<readonly [at: number, walker: Walker], void> {
  const random = seededRandom(options.seed).fork('log');
  const at = visitedWorld(
    makeWorld(options.seed, { customers: options.customers ?? 3000, orders: options.orders ?? 12_000 }),
    'https://practice-shop.test',
  );
  const start = options.from.getTime();
  const heap = openEventHeap<Walker>();
  const attacks = options.attacks ?? [];
  for (const [index, name] of attacks.entries()) {
    const plan = writtenAttack(name, at, random.fork(name));
    const first = plan.steps.next();
    if (first.done) continue;
    const { address, agent } = first.value;
    const walker: Walker = { address, agent, steps: plan.steps, attack: { plan, first: 0, last: 0 }, waiting: first.value };
    walkers.push(walker);
    heap.push(start + (options.spanMs * (index + 0.5)) / (attacks.length + 0.5), walker);
  }
  let arrival = start;
  for (let written = 0; ; written++) {
    while (arrival <= heap.next()) {
      const visit = nextVisit(at, random);
      const walker: Walker = { ...visit, attack: null, waiting: { afterMs: 0, method: 'GET', path: '/', referer: '', status: 200 } };
      if (advance(walker)) heap.push(arrival + walker.waiting.afterMs, walker);
      // Steers by what is left, so that the lines fill the span.
      const left = Math.max(1, options.lines - written) / STEPS_PER_VISIT;
      const gap = Math.max(1, start + options.spanMs - arrival) / left / rhythm(options, arrival);
      arrival += -Math.log(1 - random.next()) * gap;
    }
    const popped = heap.pop();
    if (!popped) continue;
    yield [popped.at, popped.item];
    if (advance(popped.item)) heap.push(popped.at + popped.item.waiting.afterMs, popped.item);
  }
}

function note(walker: Walker, at: number): void {
  const { attack, waiting } = walker;
  if (!attack || !('address' in waiting)) return;
  attack.first ||= at;
  attack.last = at;
  attack.plan.tally.answered(waiting, waiting.address);
  waiting.gives?.(attack.plan.tally);
}

/**
 * Writes a realistic combined log without serving anything: exactly so many lines, over about the span, in the order of time.
 * The same options give the same bytes. Streams: the memory it takes does not depend on the number of lines.
 */
export async function writeLog(options: WriteLogOptions): Promise<WrittenLog> {
  const file = createWriteStream(options.path);
  const zip = options.path.endsWith('.gz') ? createGzip({ level: 3 }) : null;
  const out: Writable = zip ?? file;
  zip?.pipe(file);
  const walkers: Walker[] = [];
  let [chunk, bytes, lines, first, last] = ['', 0, 0, 0, 0];
  for (const [at, walker] of requests(options, walkers)) {
    if (lines >= options.lines) break;
    const step = walker.waiting;
    const from = 'address' in step ? step : walker;
    const asked = { address: from.address, agent: from.agent, method: step.method, target: step.path, referer: step.referer };
    chunk += combinedLine({ ...asked, at: new Date(at), status: step.status, bytes: answerBytes(step.path, step.status) });
    note(walker, at);
    lines++;
    first ||= at;
    last = at;
    if (chunk.length < 1 << 18) continue;
    bytes += chunk.length;
    if (!out.write(chunk, 'latin1')) await new Promise((resolve) => out.once('drain', resolve));
    chunk = '';
  }
  out.end(chunk, 'latin1');
  await finished(file);
  const attacks = walkers.flatMap(({ attack }) =>
    attack ? [attack.plan.tally.finish({ startedAt: new Date(attack.first), endedAt: new Date(attack.last) })] : [],
  );
  return { lines, bytes: bytes + chunk.length, first: new Date(first), last: new Date(last), attacks };
}
