import type { PracticeShop } from './open-practice-shop.ts';
import { healthAddress } from './traffic/addresses.ts';
import { openClient } from './traffic/open-client.ts';
import { pause } from './traffic/pause.ts';
import { healthAgent } from './traffic/user-agents.ts';
import { nextVisit, type Visit, visitedWorld } from './traffic/visits.ts';
import { seededRandom } from './world/seeded-random.ts';

export interface VisitorOptions {
  /** Requests a second, about; 10 unless told. */
  readonly perSecond?: number;
  readonly signal: AbortSignal;
  readonly seed?: number | string;
  /** How much faster than people these visitors think; 6 unless told. */
  readonly hurry?: number;
  /** Seconds after the start at which a sale-day burst begins (five times as many visitors), and how long it lasts. */
  readonly sale?: { readonly afterS: number; readonly forS: number };
}

export interface VisitorStats {
  readonly visits: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that got no answer, for example because the shop was closing. */
  readonly unanswered: number;
}

/** Requests of an average visit: measured over ten thousand visits. */
export const STEPS_PER_VISIT = 15;

interface Counters {
  visits: number;
  requests: number;
  unanswered: number;
  readonly statuses: Record<string, number>;
}

async function walk(shop: PracticeShop, visit: Visit, options: VisitorOptions, counters: Counters): Promise<void> {
  const client = openClient(shop.url, visit.address, visit.agent);
  let token = '';
  for (let turn = visit.steps.next(); !turn.done; turn = visit.steps.next()) {
    const step = turn.value;
    await pause(step.afterMs / (options.hurry ?? 6), options.signal);
    if (options.signal.aborted) return;
    const asked = { method: step.method, referer: step.referer, signal: options.signal };
    const sent = step.form ? { form: step.form } : step.json === undefined ? {} : { json: step.json };
    try {
      const answer = await client.ask(step.path, { ...asked, ...sent, ...(step.token ? { bearer: token } : {}) });
      counters.requests++;
      counters.statuses[answer.status] = (counters.statuses[answer.status] ?? 0) + 1;
      token = /"token":"([^"]+)"/.exec(answer.text)?.[1] ?? token;
    } catch {
      // The shop is closing, or the visitors were called off: visitors leave, and are counted as having left.
      counters.unanswered++;
      return;
    }
  }
}

async function askHealth(shop: PracticeShop, options: VisitorOptions, counters: Counters): Promise<void> {
  const step = { afterMs: 0, method: 'GET', path: '/health', referer: '', status: 200 } as const;
  while (!options.signal.aborted) {
    await walk(shop, { kind: 'health', address: healthAddress, agent: healthAgent, steps: [step].values() }, options, counters);
    await pause(5000, options.signal);
  }
}

/** Sends ordinary visitors to the shop until the signal says stop; resolves with what they did. */
export async function sendVisitors(shop: PracticeShop, options: VisitorOptions): Promise<VisitorStats> {
  const random = seededRandom(options.seed ?? 'visitors');
  const at = visitedWorld(shop.world, shop.url);
  const counters: Counters = { visits: 0, requests: 0, unanswered: 0, statuses: {} };
  const started = performance.now();
  const walking = new Set<Promise<void>>([askHealth(shop, options, counters)]);
  while (!options.signal.aborted) {
    const passed = (performance.now() - started) / 1000;
    const sale = options.sale && passed >= options.sale.afterS && passed < options.sale.afterS + options.sale.forS ? 5 : 1;
    const visitsPerSecond = (sale * (options.perSecond ?? 10)) / STEPS_PER_VISIT;
    await pause((-Math.log(1 - random.next()) * 1000) / visitsPerSecond, options.signal);
    if (options.signal.aborted) break;
    counters.visits++;
    const walked: Promise<void> = walk(shop, nextVisit(at, random), options, counters).finally(() => walking.delete(walked));
    walking.add(walked);
  }
  await Promise.all(walking);
  return counters;
}
