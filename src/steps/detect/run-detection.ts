import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { givePass, type Pass, takePass } from './hold-pass.ts';
import { lookInTurn, momentOf, type Spoken, say } from './look.ts';
import type { LookMemory } from './look-shape.ts';
import { type Arrivals, probeArrivals, probed, sinceOf } from './new-rows.ts';
import { keepRuleCosts } from './own/rule-costs.ts';
import { isSomebodyDue, seenByAll } from './take-turns.ts';
import { noCrawlers } from './verify-crawlers.ts';

export interface PassResult {
  /** `idle`: nothing new arrived. `held`: another process is looking. */
  readonly state: 'idle' | 'held' | 'looked';
  readonly raised: number;
  readonly grew: number;
  /** Something grew but spoke up a moment ago: come back even when nothing arrives. */
  readonly pending: boolean;
}

/** What a loop remembers between passes, so that a quiet second costs one small query. Losing it loses nothing. */
export interface PassMemory extends LookMemory {
  seen: Arrivals | null;
  owes: boolean;
  /** Somebody had to wait for the next pass. */
  open: boolean;
}

export function freshMemory(): PassMemory {
  return {
    ...{ seen: null, owes: false, open: false },
    ...{ turns: new Map(), usual: null, recalls: new Map(), told: new WeakSet(), crawlers: noCrawlers() },
    ...{ costs: null, telling: Promise.resolve(), tellings: 0 },
  };
}

const KEEP_COSTS_EVERY = 60_000;

/**
 * Looks once at what arrived for one shop. Everything is computed from stored rows and raised under keys, so a pass that is
 * repeated, interrupted or run twice at once raises nothing twice and misses nothing.
 */
export async function runDetection(
  house: House,
  org: OrgId,
  shop: ShopId,
  holder: string,
  memory: PassMemory = freshMemory(),
): Promise<PassResult> {
  const idle: PassResult = { state: 'idle', raised: 0, grew: 0, pending: false };
  const isDue = memory.seen !== null && isSomebodyDue(memory.turns, momentOf(house, memory.seen));
  if (memory.seen !== null && !memory.owes && !memory.open && !isDue) {
    const arrivals = await probeArrivals(house.telemetry, org, shop, sinceOf(memory.seen.watermark, house.clock.now()));
    if (arrivals === null || arrivals.fingerprint === memory.seen.fingerprint) return idle;
  }
  const pass = await takePass(house, org, shop, holder);
  if (pass === null) return { ...idle, state: 'held' };
  let done: Parameters<typeof givePass>[4] = null;
  try {
    const { seen, looked, spoken } = await lookAtNews({ house, org, shop, memory, pass, isDue });
    const known = new Set(spoken.map((one) => one.known));
    for (const owed of pass.owing) if (!known.has(owed.known)) spoken.push(await say({ house, org, shop }, owed.finding, owed.known));
    const owing = spoken.flatMap(({ known: signal, what, finding }) =>
      what === 'later' && signal !== null ? [{ known: signal, finding }] : [],
    );
    done = { seen, owing };
    memory.owes = owing.length > 0;
    if (!looked && pass.owing.length === 0) return idle;
    const count = (what: Spoken['what']): number => spoken.filter((one) => one.what === what).length;
    return { state: 'looked', raised: count('raised'), grew: count('grew'), pending: memory.owes };
  } finally {
    // Whoever may have been cut short looks again at everything since the stored watermark.
    if (done === null) memory.turns.clear();
    await givePass(house, org, shop, holder, done);
  }
}

interface InPass {
  readonly house: House;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly memory: PassMemory;
  readonly pass: Pass;
  readonly isDue: boolean;
}

/** Looks if there is a reason to. `seen`: up to where nobody needs to look again, after a restart either. */
async function lookAtNews({ house, org, shop, memory, pass, isDue }: InPass) {
  const since = sinceOf(pass.watermark, house.clock.now());
  const arrivals = await probeArrivals(house.telemetry, org, shop, since);
  const isNews = arrivals !== null && (isDue || memory.open || arrivals.fingerprint !== pass.fingerprint);
  if (!isNews) {
    const seen = { watermark: pass.watermark, fingerprint: pass.fingerprint };
    memory.seen = arrivals === null ? null : seen;
    return { seen, looked: false, spoken: [] };
  }
  // Taken before the look: what arrives during it counts as new afterwards.
  const before = await probed(house.telemetry, org, shop, arrivals, house.clock.now());
  const { spoken, rested, newest } = await lookInTurn({ house, org, shop, since, newest: before, memory });
  await keepCosts(house, org, shop, memory);
  memory.open = rested;
  memory.seen = newest;
  const watermark = seenByAll(memory.turns, newest.watermark);
  const seen = watermark < newest.watermark ? { watermark, fingerprint: '' } : newest;
  return { seen, looked: true, spoken: [...spoken] };
}

async function keepCosts(house: House, org: OrgId, shop: ShopId, { costs }: PassMemory): Promise<void> {
  const now = house.clock.ticks();
  if (costs === null || now - costs.keptAt < KEEP_COSTS_EVERY) return;
  costs.keptAt = now;
  await keepRuleCosts(house, org, shop, costs.book.take());
}
