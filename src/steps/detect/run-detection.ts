import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, type Span } from '#kernel/time.ts';
import { isSameCampaign } from './checks/join-findings.ts';
import { detectInArea } from './detect-in-area.ts';
import type { Area, Usual } from './finding.ts';
import { type Grown, growKnown, joinWithKnown } from './grow-signals.ts';
import { givePass, takePass } from './hold-pass.ts';
import { type Arrivals, probeArrivals, sinceOf, stretchesOf } from './new-rows.ts';
import { isTold } from './own/compose-rules.ts';
import { readKnowledge } from './read-knowledge.ts';
import { readUsual } from './rules/read-usual.ts';
import { findingOf, signalsAround } from './store.ts';
import { type Raised, raiseSignal } from './verbs/raise-signal.ts';

export interface PassResult {
  /** `idle`: nothing new arrived. `held`: another process is looking. */
  readonly state: 'idle' | 'held' | 'looked';
  readonly raised: number;
  readonly grew: number;
  /** Something grew but spoke up a moment ago: come back even when nothing arrives. */
  readonly pending: boolean;
}

/** What a loop remembers between passes, so that a quiet second costs one small query. Losing it loses nothing. */
export interface PassMemory {
  seen: Arrivals | null;
  pending: boolean;
  usual: { readonly at: number; readonly value: Usual } | null;
  /** When somebody last looked for what shows only over hours (ticks), and up to where. */
  slow: { readonly at: number; readonly upTo: Date } | null;
}

export function freshMemory(): PassMemory {
  return { seen: null, pending: false, usual: null, slow: null };
}

const USUAL_FOR = 10 * 60_000;
/** What shows only over hours is looked for once a minute: it costs a look over a day. */
const SLOW_EVERY = 60_000;

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
  if (memory.seen !== null && !memory.pending) {
    const arrivals = await probeArrivals(house.telemetry, org, shop, sinceOf(memory.seen.watermark, house.clock.now()));
    if (arrivals === null || arrivals.fingerprint === memory.seen.fingerprint) return idle;
  }
  const pass = await takePass(house, org, shop, holder);
  if (pass === null) return { ...idle, state: 'held' };
  let seen: Arrivals | null = null;
  try {
    const since = sinceOf(pass.watermark, house.clock.now());
    const arrivals = await probeArrivals(house.telemetry, org, shop, since);
    if (arrivals === null || (arrivals.fingerprint === pass.fingerprint && !memory.pending)) {
      memory.seen = arrivals;
      return idle;
    }
    // Taken before the look: what arrives during it counts as new afterwards.
    const target = await probed(house, org, shop, arrivals);
    const result = await look(house, org, shop, since, memory);
    memory.pending = result.pending;
    if (!result.pending) seen = target;
    memory.seen = seen;
    return result;
  } finally {
    await givePass(house, org, shop, holder, seen);
  }
}

/** The fingerprint as the next probe will count it: over the rows since the new watermark's own lateness. */
async function probed(house: House, org: OrgId, shop: ShopId, before: Arrivals): Promise<Arrivals> {
  const now = await probeArrivals(house.telemetry, org, shop, sinceOf(before.watermark, house.clock.now()));
  return now !== null && now.watermark.getTime() === before.watermark.getTime() ? now : { watermark: before.watermark, fingerprint: '' };
}

async function look(house: House, org: OrgId, shop: ShopId, since: Date, memory: PassMemory): Promise<PassResult> {
  const spans = await stretchesOf(house.telemetry, org, shop, since);
  const knowledge = await readKnowledge(house, org, shop);
  const total = { raised: 0, grew: 0, pending: false };
  for (const span of spans) {
    const usual = await usualBefore(house, org, shop, span, memory);
    const slowSince = slowTurn(house, span, memory);
    const done = await lookAt(house, { telemetry: house.telemetry, org, shop, span, usual, knowledge, slowSince }, shop);
    if (slowSince !== null) memory.slow = { at: house.clock.ticks(), upTo: span.to };
    total.raised += done.filter((one) => one.what === 'raised').length;
    total.grew += done.filter((one) => one.what === 'grew').length;
    total.pending ||= done.some((one) => one.what === 'later');
  }
  return { state: 'looked', ...total };
}

/** Since when the slow rules have to look, `null` when it is not their turn. A process that just began, and an old log, look at once. */
function slowTurn(house: House, span: Span, memory: PassMemory): Date | null {
  if (memory.slow === null) return new Date(span.from.getTime() - HOUR);
  const isDue = house.clock.ticks() - memory.slow.at >= SLOW_EVERY || span.to.getTime() - span.from.getTime() > HOUR;
  return isDue ? new Date(Math.min(span.from.getTime(), memory.slow.upTo.getTime())) : null;
}

async function lookAt(house: House, area: Area, shop: ShopId): Promise<Raised[]> {
  const scope: Scope = { house, org: area.org, actor: { kind: 'system', id: 'detect', role: 'system' } };
  const findings = await detectInArea(area);
  const around = await house.state.inOrg(area.org, (db) =>
    signalsAround(db, shop, new Date(area.span.from.getTime() - DAY), new Date(area.span.to.getTime() + DAY)),
  );
  // What was called normal stays as it is: others who do the same are another signal.
  const followed = around.filter((row) => isTold(area.knowledge.rules, findingOf(row)));
  const done: Raised[] = [];
  const met = new Set<string>();
  const grown: Grown[] = [];
  for (const finding of findings) {
    const known = followed.find((row) => isSameCampaign(findingOf(row), finding));
    if (known === undefined) done.push(await raiseSignal(scope, { shop, finding: toInput(finding), known: null }));
    else if (!met.has(known.id)) grown.push(await joinWithKnown(house, area.org, shop, known, finding));
    if (known !== undefined) met.add(known.id);
  }
  grown.push(
    ...(await growKnown(
      house,
      area.org,
      shop,
      area.span,
      followed.filter((row) => !met.has(row.id)),
    )),
  );
  for (const one of grown) done.push(await raiseSignal(scope, { shop, finding: toInput(one.finding), known: one.known }));
  return done;
}

type Input = Parameters<typeof raiseSignal>[1]['finding'];

function toInput(finding: object): Input {
  return structuredClone(finding) as Input;
}

/** What was usual in the week before, remembered for ten minutes; a first look at an old log takes the log itself as its history. */
async function usualBefore(house: House, org: OrgId, shop: ShopId, span: Span, memory: PassMemory): Promise<Usual> {
  const isLive = span.to.getTime() - span.from.getTime() < 12 * HOUR;
  const now = house.clock.ticks();
  if (isLive && memory.usual !== null && now - memory.usual.at < USUAL_FOR) return memory.usual.value;
  const value = await readUsual(house.telemetry, org, shop, {
    from: new Date(span.from.getTime() - 7 * DAY),
    to: isLive ? span.from : span.to,
  });
  if (isLive) memory.usual = { at: now, value };
  return value;
}
