import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { OrgId, ShopId, SignalId } from '#kernel/ids.ts';
import { DAY, HOUR, SECOND, type Span } from '#kernel/time.ts';
import { isSameCampaign } from './checks/join-findings.ts';
import { runRule } from './detect-in-area.ts';
import type { Area, Finding, Recall, Usual } from './finding.ts';
import { type Grown, growKnown, joinWithKnown } from './grow-signals.ts';
import { type Arrivals, NARROW_MARGIN, sinceOf, stretchesOf, WIDE_EVERY_SECONDS, wideMargin } from './new-rows.ts';
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

/** Looks for leaks, and then for everything else as far as there is time; `rested`: some have to wait for the next pass. */
export async function lookInTurn(look: Look): Promise<{ readonly spoken: readonly Spoken[]; readonly rested: boolean }> {
  const { house, memory } = look;
  const areas = openAreas(look);
  const moment = momentOf(house, look.newest);
  if (memory.turns.size === 0) {
    const spoken = await lookTogether(look, areas, everybody());
    noteEverybody(memory.turns);
    return { spoken, rested: false };
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
  return { spoken: [...spoken, ...(await lookTogether(look, areas, chosen()))], rested: waiting.length > 0 };
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

/** Signals around an area that are not called normal, which of them were met, and whose are followed. */
interface Around {
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
      const here = around.get(area) ?? (await readAround(look, area));
      around.set(area, here);
      spoken.push(...(await tell(look, here, await runRule(recalling(look, area, looker), looker.rule))));
      here.rules.add(looker.rule);
    }
    look.memory.recalls.get(nameOf(looker))?.turn();
    const last = look.memory.turns.get(nameOf(looker));
    look.memory.turns.set(nameOf(looker), {
      ...{ at: began, saw: look.newest, tookMs: clock.ticks() - began, wasNarrow: !isWide },
      wideAt: isWide || last === undefined ? began : last.wideAt,
    });
  }
  for (const [area, { followed, met, rules }] of around) {
    // Of a rule that rests nobody knows yet what is new.
    const others = followed.filter((row) => !met.has(row.id) && rules.has(findingOf(row).rule));
    for (const grown of await growKnown(look.house, look.org, look.shop, area.span, others)) spoken.push(await sayGrown(look, grown));
  }
  return spoken;
}

async function readAround({ house, org, shop }: Look, { span, knowledge }: Area): Promise<Around> {
  const rows = await house.state.inOrg(org, (db) =>
    signalsAround(db, shop, new Date(span.from.getTime() - DAY), new Date(span.to.getTime() + DAY)),
  );
  // What was called normal stays as it is: others who do the same are another signal.
  const followed = rows.filter((row) => isTold(knowledge.rules, findingOf(row)));
  return { followed, met: new Set(), rules: new Set() };
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
  const areaOf = async (span: Span, slow: boolean, isFirst: boolean): Promise<Area> => {
    isOld ||= span.to.getTime() - span.from.getTime() > HOUR;
    const usual = await usualBefore(look, span);
    const crawlers = await verifyCrawlers(house, { org, shop, span, margin: slow ? DAY : HOUR }, memory.crawlers);
    const slowSince = slow ? new Date(span.from.getTime() - (isFirst ? HOUR : 0)) : null;
    return { telemetry: house.telemetry, org, shop, span, usual, knowledge: { ...(await knowledge), crawlers }, slowSince };
  };
  return {
    of: async (looker) => {
      const last = memory.turns.get(nameOf(looker));
      const now = house.clock.ticks();
      const isWide = last === undefined || now - last.wideAt >= WIDE_EVERY_SECONDS * SECOND;
      const from = last === undefined ? since : sinceOf(last.saw.watermark, house.clock.now());
      const margin = isWide ? wideMargin(last === undefined ? null : (now - last.wideAt) / SECOND) : NARROW_MARGIN;
      const key = `${from.toISOString()} ${margin} ${looker.slow}`;
      const made =
        known.get(key) ??
        stretchesOf(house.telemetry, org, shop, from, margin).then(async (spans) => {
          const areas: Area[] = [];
          for (const span of spans) areas.push(await areaOf(span, looker.slow, last === undefined));
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
