import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId, ShopId, SignalId } from '#kernel/ids.ts';
import { DAY, HOUR, SECOND, type Span } from '#kernel/time.ts';
import { isSameCampaign } from './checks/join-findings.ts';
import { detectRuleByRule } from './detect-in-area.ts';
import type { Area, Finding, Recall, Usual } from './finding.ts';
import { type Grown, growKnown, joinWithKnown } from './grow-signals.ts';
import { givePass, takePass } from './hold-pass.ts';
import { type Arrivals, marginOf, probeArrivals, sinceOf, stretchesOf, WIDE_EVERY_SECONDS } from './new-rows.ts';
import { isTold } from './own/compose-rules.ts';
import { keepRuleCosts } from './own/rule-costs.ts';
import { readKnowledge } from './read-knowledge.ts';
import { type RuleName, ruleNames } from './rule-traits.ts';
import { readUsual } from './rules/read-usual.ts';
import { makeRecall } from './rules/recall.ts';
import { type CostBook, openCostBook } from './sigma/cost-book.ts';
import { findingOf, signalsAround } from './store.ts';
import { type LastLook, takeTurns } from './take-turns.ts';
import { type Raised, raiseSignal } from './verbs/raise-signal.ts';
import { type CrawlerMemory, verifyCrawlers } from './verify-crawlers.ts';

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
  owes: boolean;
  /** When everything that may be late was looked at (ticks), and whether there was a narrower look since. */
  wideAt: number | null;
  /** A wide look that goes on over several passes, since when (ticks) and who has looked in it; `null`: none does. */
  wide: { readonly since: number; readonly looked: Set<RuleName> } | null;
  narrowSince: boolean;
  usual: { readonly at: number; readonly value: Usual } | null;
  /** How long the last look took, and who did not look in it. */
  last: LastLook;
  /** When somebody last looked for what shows only over hours (ticks), and up to where. */
  slow: { readonly at: number; readonly upTo: Date } | null;
  readonly recall: Recall;
  /** Findings that were told as they are: nothing is left to do about them. */
  readonly told: WeakSet<Finding>;
  readonly crawlers: CrawlerMemory;
  /** What rules cost, and since when (ticks) it was not written down. */
  costs: { readonly book: CostBook; keptAt: number } | null;
}

export function freshMemory(): PassMemory {
  return {
    seen: null,
    owes: false,
    wideAt: null,
    wide: null,
    narrowSince: false,
    usual: null,
    last: { tookMs: 0, rested: [] },
    slow: null,
    recall: makeRecall(),
    told: new WeakSet(),
    crawlers: new Map(),
    costs: null,
  };
}

const USUAL_FOR = 10 * 60_000;
/** What shows only over hours is looked for once a minute: it costs a look over a day. */
const SLOW_EVERY = 60_000;
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
  const isWide = memory.wideAt === null || house.clock.ticks() - memory.wideAt >= WIDE_EVERY_SECONDS * SECOND;
  const isDue = memory.narrowSince && isWide;
  const isOpen = memory.last.rested.length > 0;
  if (memory.seen !== null && !memory.owes && !isDue && !isOpen) {
    const arrivals = await probeArrivals(house.telemetry, org, shop, sinceOf(memory.seen.watermark, house.clock.now()));
    if (arrivals === null || arrivals.fingerprint === memory.seen.fingerprint) return idle;
  }
  const pass = await takePass(house, org, shop, holder);
  if (pass === null) return { ...idle, state: 'held' };
  let done: Parameters<typeof givePass>[4] = null;
  try {
    const since = sinceOf(pass.watermark, house.clock.now());
    const arrivals = await probeArrivals(house.telemetry, org, shop, since);
    const hasArrived = arrivals !== null && arrivals.fingerprint !== pass.fingerprint;
    const isNews = arrivals !== null && (isDue || isOpen || hasArrived);
    // Taken before the look: what arrives during it counts as new afterwards.
    const seen = isNews ? await probed(house, org, shop, arrivals) : { watermark: pass.watermark, fingerprint: pass.fingerprint };
    const spoken = isNews ? await look(house, org, shop, since, memory, isWide) : [];
    // Those who rested had their turn, and nothing is new for the others.
    if (!hasArrived) memory.last = { ...memory.last, rested: [] };
    const known = new Set(spoken.map((one) => one.known));
    for (const owed of pass.owing) if (!known.has(owed.known)) spoken.push(await say(house, org, shop, owed.finding, owed.known));
    const owing = spoken.flatMap(({ known: signal, what, finding }) =>
      what === 'later' && signal !== null ? [{ known: signal, finding }] : [],
    );
    done = { seen, owing };
    memory.seen = arrivals === null ? null : seen;
    memory.owes = owing.length > 0;
    if (!isNews && pass.owing.length === 0) return idle;
    const count = (what: Spoken['what']): number => spoken.filter((one) => one.what === what).length;
    return { state: 'looked', raised: count('raised'), grew: count('grew'), pending: memory.owes };
  } finally {
    await givePass(house, org, shop, holder, done);
  }
}

/** What was said of a finding, to which known signal. */
interface Spoken {
  readonly known: SignalId | null;
  readonly finding: Finding;
  readonly what: Raised['what'];
}

async function say(house: House, org: OrgId, shop: ShopId, finding: Finding, known: SignalId | null): Promise<Spoken> {
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'detect', role: 'system' } };
  const { what } = await raiseSignal(scope, { shop, finding: toInput(finding), known });
  return { known, finding, what };
}

/** The fingerprint as the next probe will count it: over the rows since the new watermark's own lateness. */
async function probed(house: House, org: OrgId, shop: ShopId, before: Arrivals): Promise<Arrivals> {
  const now = await probeArrivals(house.telemetry, org, shop, sinceOf(before.watermark, house.clock.now()));
  return now !== null && now.watermark.getTime() === before.watermark.getTime() ? now : { watermark: before.watermark, fingerprint: '' };
}

async function look(house: House, org: OrgId, shop: ShopId, since: Date, memory: PassMemory, isWide: boolean): Promise<Spoken[]> {
  const began = house.clock.ticks();
  const spans = await stretchesOf(house.telemetry, org, shop, since, marginOf(isWide));
  const knowledge = await readKnowledge(house, org, shop);
  const spoken: Spoken[] = [];
  memory.costs ??= { book: openCostBook(() => house.clock.ticks()), keptAt: Number.NEGATIVE_INFINITY };
  const { costs } = memory;
  const turns = takeTurns(memory.last, memory.wideAt === null);
  const everybody = takeTurns(memory.last, true);
  for (const span of spans) {
    const usual = await usualBefore(house, org, shop, span, memory);
    const slowSince = slowTurn(house, span, memory);
    const crawlers = await verifyCrawlers(house, { org, shop, span, margin: slowSince === null ? HOUR : DAY }, memory.crawlers);
    const area: Area = {
      telemetry: house.telemetry,
      org,
      shop,
      span,
      usual,
      knowledge: { ...knowledge, crawlers },
      slowSince,
      recall: memory.recall,
      costs: costs.book,
    };
    spoken.push(...(await lookAt(house, area, shop, memory.told, (slowSince === null ? turns : everybody).looking)));
    if (slowSince !== null) memory.slow = { at: house.clock.ticks(), upTo: span.to };
  }
  if (began - costs.keptAt >= KEEP_COSTS_EVERY) {
    costs.keptAt = began;
    await keepRuleCosts(house, org, shop, costs.book.take());
  }
  memory.recall.turn();
  memory.last = { tookMs: house.clock.ticks() - began, rested: turns.rested };
  if (isWide) noteWide(memory, began, turns.looking);
  else memory.narrowSince = true;
  return spoken;
}

/** A wide look is done when everybody had a turn in it. */
function noteWide(memory: PassMemory, began: number, looking: ReadonlySet<RuleName>): void {
  memory.wide ??= { since: began, looked: new Set() };
  for (const rule of looking) memory.wide.looked.add(rule);
  if (memory.wide.looked.size < ruleNames.length) return;
  memory.wideAt = memory.wide.since;
  memory.wide = null;
  memory.narrowSince = false;
}

/** Since when the slow rules have to look, `null` when it is not their turn. A process that just began, and an old log, look at once. */
function slowTurn(house: House, span: Span, memory: PassMemory): Date | null {
  if (memory.slow === null) return new Date(span.from.getTime() - HOUR);
  const isDue = house.clock.ticks() - memory.slow.at >= SLOW_EVERY || span.to.getTime() - span.from.getTime() > HOUR;
  return isDue ? new Date(Math.min(span.from.getTime(), memory.slow.upTo.getTime())) : null;
}

async function lookAt(house: House, area: Area, shop: ShopId, told: WeakSet<Finding>, looking: ReadonlySet<RuleName>): Promise<Spoken[]> {
  const { org } = area;
  const around = await house.state.inOrg(org, (db) =>
    signalsAround(db, shop, new Date(area.span.from.getTime() - DAY), new Date(area.span.to.getTime() + DAY)),
  );
  // What was called normal stays as it is: others who do the same are another signal.
  const followed = around.filter((row) => isTold(area.knowledge.rules, findingOf(row)));
  const spoken: Spoken[] = [];
  const met = new Set<string>();
  const sayGrown = async (grown: Grown): Promise<void> => {
    const said = await say(house, org, shop, grown.finding, grown.known);
    spoken.push(said);
    if (said.what !== 'later' && grown.from !== undefined) told.add(grown.from);
  };
  for await (const findings of detectRuleByRule(area, looking)) {
    const more: Grown[] = [];
    for (const finding of findings) {
      const known = followed.find((row) => isSameCampaign(findingOf(row), finding));
      const isNew = known === undefined || !met.has(known.id);
      if (known !== undefined) met.add(known.id);
      if (told.has(finding) && known !== undefined) continue;
      if (known === undefined) spoken.push(await say(house, org, shop, finding, null));
      else if (isNew) more.push({ ...(await joinWithKnown(house, org, shop, known, finding)), from: finding });
    }
    for (const one of more) await sayGrown(one);
  }
  // Of a rule that rests nobody knows yet what is new.
  const others = followed.filter((row) => !met.has(row.id) && looking.has(findingOf(row).rule));
  for (const one of await growKnown(house, org, shop, area.span, others)) await sayGrown(one);
  return spoken;
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
