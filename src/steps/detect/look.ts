import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId, ShopId, SignalId } from '#kernel/ids.ts';
import { DAY, HOUR, SECOND, type Span } from '#kernel/time.ts';
import { isSameCampaign } from './checks/join-findings.ts';
import { runRule } from './detect-in-area.ts';
import type { Area, Finding, Recall, Usual } from './finding.ts';
import { type Grown, growKnown, joinWithKnown } from './grow-signals.ts';
import { type Arrivals, NARROW_MARGIN, probeArrivals, probed, sinceOf, stretchesOf, WIDE_EVERY_SECONDS, wideMargin } from './new-rows.ts';
import { isTold } from './own/compose-rules.ts';
import { readKnowledge } from './read-knowledge.ts';
import { readUsual } from './rules/read-usual.ts';
import { makeRecall } from './rules/recall.ts';
import { findingOf, type SignalRow, signalsAround } from './store.ts';
import {
  everybody,
  isTimeLeft,
  type Looker,
  leaksInTurn,
  type Moment,
  nameOf,
  noteEverybody,
  othersInTurn,
  type Turns,
} from './take-turns.ts';
import { type Raised, raiseSignal } from './verbs/raise-signal.ts';
import { type CrawlerMemory, verifyCrawlers } from './verify-crawlers.ts';

/** What is remembered from look to look. */
export interface LookMemory {
  readonly turns: Turns;
  usual: { readonly at: number; readonly value: Usual } | null;
  /** What each looker told, by name. */
  readonly recalls: Map<string, Recall>;
  /** Findings that were told as they are: nothing is left to do about them. */
  readonly told: WeakSet<Finding>;
  readonly crawlers: CrawlerMemory;
  /** Who tells now, and how often something was told. */
  telling: Promise<unknown>;
  tellings: number;
}

/** One look at one shop. `since`: who has not looked yet begins here. `newest`: what had arrived when it began. */
export interface Look {
  readonly house: House;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly since: Date;
  readonly newest: Arrivals;
  readonly memory: LookMemory;
}

/** What was said of a finding, to which known signal. */
export interface Spoken {
  readonly known: SignalId | null;
  readonly finding: Finding;
  readonly what: Raised['what'];
}

const USUAL_FOR = 10 * 60_000;
/** While others look, ms. */
const LEAKS_EVERY = 250;

export interface Looked {
  readonly spoken: readonly Spoken[];
  /** Some have to wait for the next pass. */
  readonly rested: boolean;
  /** What had arrived when the last one began. */
  readonly newest: Arrivals;
}

/** Looks for leaks, and then for everything else as far as there is time; while the others look, for leaks in what arrives meanwhile. */
export async function lookInTurn(look: Look): Promise<Looked> {
  const { house, memory, newest } = look;
  const areas = openAreas(look);
  const moment = momentOf(house, newest);
  if (memory.turns.size === 0) {
    const spoken = await lookTogether(look, areas, everybody());
    noteEverybody(memory.turns);
    return { spoken, rested: false, newest };
  }
  const spoken = await lookTogether(look, areas, leaksInTurn(memory.turns, moment));
  const began = house.clock.ticks();
  const waiting = [...othersInTurn(memory.turns, moment, areas.isOld())];
  const chosen = function* (): Generator<Looker> {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      yield next;
      waiting.shift();
      if (waiting[0] !== undefined && !isTimeLeft(memory.turns, waiting[0], house.clock.ticks() - began)) return;
    }
  };
  const over = new AbortController();
  const [others, meanwhile] = await Promise.allSettled([
    lookTogether(look, areas, chosen()).finally(() => over.abort()),
    lookForLeaks(look, over.signal),
  ]);
  if (others.status === 'rejected') throw others.reason;
  if (meanwhile.status === 'rejected') throw meanwhile.reason;
  return { spoken: [...spoken, ...others.value, ...meanwhile.value.spoken], rested: waiting.length > 0, newest: meanwhile.value.newest };
}

/** Until the signal: looks for leaks in what arrives. */
async function lookForLeaks(look: Look, until: AbortSignal): Promise<{ readonly spoken: readonly Spoken[]; readonly newest: Arrivals }> {
  const { house, org, shop, memory } = look;
  const spoken: Spoken[] = [];
  let { newest } = look;
  while (!until.aborted) {
    await house.clock.sleep(LEAKS_EVERY, until);
    if (until.aborted) break;
    const now = house.clock.now();
    const arrivals = await probeArrivals(house.telemetry, org, shop, sinceOf(newest.watermark, now));
    if (arrivals === null || arrivals.fingerprint === newest.fingerprint) continue;
    newest = await probed(house.telemetry, org, shop, arrivals, now);
    const later = { ...look, newest };
    spoken.push(...(await lookTogether(later, openAreas(later), leaksInTurn(memory.turns, momentOf(house, newest)))));
  }
  return { spoken, newest };
}

/** A moment in which so much has arrived. */
export function momentOf(house: House, newest: Arrivals): Moment {
  return { newest, now: house.clock.ticks(), wideEvery: WIDE_EVERY_SECONDS * SECOND };
}

export async function say({ house, org, shop }: Pick<Look, 'house' | 'org' | 'shop'>, finding: Finding, known: SignalId | null) {
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'detect', role: 'system' } };
  const { what } = await raiseSignal(scope, { shop, finding: toInput(finding), known });
  return { known, finding, what } satisfies Spoken;
}

type Input = Parameters<typeof raiseSignal>[1]['finding'];

function toInput(finding: object): Input {
  return structuredClone(finding) as Input;
}

/** Signals around an area that are not called normal, which of them were met, and which rules looked there. */
interface Around {
  /** After how many tellings they were read. */
  readonly asOf: number;
  readonly followed: readonly SignalRow[];
  readonly met: Set<string>;
  readonly rules: Set<string>;
}

/** Lets some look one after the other, says what they find, and lets their known signals grow. */
async function lookTogether(look: Look, areas: Areas, lookers: Iterable<Looker>): Promise<Spoken[]> {
  const { clock } = look.house;
  const spoken: Spoken[] = [];
  const around = new Map<Area, Around>();
  for (const looker of lookers) {
    const began = clock.ticks();
    const { list, isWide } = await areas.of(looker);
    for (const area of list) {
      const findings = await runRule(recalling(look, area, looker), looker.rule);
      if (findings.length > 0) spoken.push(...(await inTurn(look, around, area, (here) => tell(look, here, findings))));
      const here = around.get(area) ?? { asOf: -1, followed: [], met: new Set(), rules: new Set() };
      here.rules.add(looker.rule);
      around.set(area, here);
    }
    look.memory.recalls.get(nameOf(looker))?.turn();
    const last = look.memory.turns.get(nameOf(looker));
    look.memory.turns.set(nameOf(looker), {
      ...{ at: began, saw: look.newest, tookMs: clock.ticks() - began, wasNarrow: !isWide },
      wideAt: isWide || last === undefined ? began : last.wideAt,
    });
  }
  for (const area of around.keys()) spoken.push(...(await inTurn(look, around, area, (here) => grow(look, area, here))));
  return spoken;
}

/** Tells as the only one, knowing what was told before: two who tell of the same people at once would make two signals of them. */
function inTurn(look: Look, around: Map<Area, Around>, area: Area, work: (here: Around) => Promise<Spoken[]>): Promise<Spoken[]> {
  const { memory } = look;
  const mine = memory.telling
    .catch(() => undefined)
    .then(async () => {
      const known = around.get(area);
      const here = known?.asOf === memory.tellings ? known : await readAround(look, area, known);
      around.set(area, here);
      const spoken = await work(here);
      if (spoken.some(({ what }) => what === 'raised' || what === 'grew')) memory.tellings += 1;
      return spoken;
    });
  memory.telling = mine;
  return mine;
}

async function readAround({ house, org, shop, memory }: Look, { span, knowledge }: Area, known: Around | undefined): Promise<Around> {
  const rows = await house.state.inOrg(org, (db) =>
    signalsAround(db, shop, new Date(span.from.getTime() - DAY), new Date(span.to.getTime() + DAY)),
  );
  // What was called normal stays as it is: others who do the same are another signal.
  const followed = rows.filter((row) => isTold(knowledge.rules, findingOf(row)));
  return { asOf: memory.tellings, followed, met: known?.met ?? new Set(), rules: known?.rules ?? new Set() };
}

async function grow(look: Look, area: Area, { followed, met, rules }: Around): Promise<Spoken[]> {
  const spoken: Spoken[] = [];
  // Of a rule that rests nobody knows yet what is new.
  const others = followed.filter((row) => !met.has(row.id) && rules.has(findingOf(row).rule));
  for (const grown of await growKnown(look.house, look.org, look.shop, area.span, others)) spoken.push(await sayGrown(look, grown));
  return spoken;
}

async function tell(look: Look, { followed, met }: Around, findings: readonly Finding[]): Promise<Spoken[]> {
  const { house, org, shop, memory } = look;
  const spoken: Spoken[] = [];
  const more: Grown[] = [];
  for (const finding of findings) {
    const known = followed.find((row) => isSameCampaign(findingOf(row), finding));
    const isNew = known === undefined || !met.has(known.id);
    if (known !== undefined) met.add(known.id);
    if (memory.told.has(finding) && known !== undefined) continue;
    if (known === undefined) spoken.push(await say(look, finding, null));
    else if (isNew) more.push({ ...(await joinWithKnown(house, org, shop, known, finding)), from: finding });
  }
  for (const grown of more) spoken.push(await sayGrown(look, grown));
  return spoken;
}

async function sayGrown(look: Look, { finding, known, from }: Grown): Promise<Spoken> {
  const said = await say(look, finding, known);
  if (said.what !== 'later' && from !== undefined) look.memory.told.add(from);
  return said;
}

function recalling({ memory }: Look, area: Area, looker: Looker): Area {
  const recall = memory.recalls.get(nameOf(looker)) ?? makeRecall();
  memory.recalls.set(nameOf(looker), recall);
  return { ...area, recall };
}

interface Areas {
  /** Where a looker has to look; `isWide`: at everything that may have been late. */
  of(looker: Looker): Promise<{ readonly list: readonly Area[]; readonly isWide: boolean }>;
  /** Whether some of what was looked at so far is hours long. */
  isOld(): boolean;
}

/** The areas of one look: those who last looked at the same time share theirs. */
function openAreas(look: Look): Areas {
  const { house, org, shop, memory, since } = look;
  const known = new Map<string, Promise<Area[]>>();
  const knowledge = readKnowledge(house, org, shop);
  knowledge.catch(() => undefined);
  let isOld = false;
  const areaOf = async (span: Span, { reach }: Looker, isFirst: boolean): Promise<Area> => {
    isOld ||= span.to.getTime() - span.from.getTime() > HOUR;
    const usual = await usualBefore(look, span);
    const crawlers = await verifyCrawlers(house, { org, shop, span, margin: reach === 'hours' ? DAY : HOUR }, memory.crawlers);
    const slowSince = reach === 'hours' ? new Date(span.from.getTime() - (isFirst ? HOUR : 0)) : null;
    const told = { ...(await knowledge), crawlers };
    return { telemetry: house.telemetry, org, shop, span, usual, knowledge: told, slowSince, onlyNew: reach === 'new' };
  };
  return {
    of: async (looker) => {
      const last = memory.turns.get(nameOf(looker));
      const now = house.clock.ticks();
      const isWide = last === undefined || now - last.wideAt >= WIDE_EVERY_SECONDS * SECOND;
      const from = last === undefined ? since : sinceOf(last.saw.watermark, house.clock.now());
      const margin = isWide ? wideMargin(last === undefined ? null : (now - last.wideAt) / SECOND) : NARROW_MARGIN;
      const key = `${from.toISOString()} ${margin} ${looker.reach}`;
      const made =
        known.get(key) ??
        stretchesOf(house.telemetry, org, shop, from, margin).then(async (spans) => {
          const areas: Area[] = [];
          for (const span of spans) areas.push(await areaOf(span, looker, last === undefined));
          return areas;
        });
      known.set(key, made);
      return { list: await made, isWide };
    },
    isOld: () => isOld,
  };
}

/** What was usual in the week before, remembered for ten minutes; a first look at an old log takes the log itself as its history. */
async function usualBefore({ house, org, shop, memory }: Look, span: Span): Promise<Usual> {
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
