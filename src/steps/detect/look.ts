import type { Scope } from '#engines/verb.ts';
import type { SignalId } from '#kernel/ids.ts';
import { DAY, SECOND } from '#kernel/time.ts';
import { isSameCampaign } from './checks/join-findings.ts';
import { runRule } from './detect-in-area.ts';
import type { Area, Finding } from './finding.ts';
import { type Grown, growKnown, joinWithKnown } from './grow-signals.ts';
import { type Areas, openAreas } from './look-areas.ts';
import type { Look } from './look-shape.ts';
import { type Arrivals, probeArrivals, probed, sinceOf, WIDE_EVERY_SECONDS } from './new-rows.ts';
import { isTold } from './own/compose-rules.ts';
import { makeRecall } from './rules/recall.ts';
import { findingOf, type SignalRow, signalsAround } from './store.ts';
import { everybody, isTimeLeft, type Looker, leaksInTurn, type Moment, nameOf, noteEverybody, othersInTurn } from './take-turns.ts';
import { type Raised, raiseSignal } from './verbs/raise-signal.ts';

/** What was said of a finding, to which known signal. */
export interface Spoken {
  readonly known: SignalId | null;
  readonly finding: Finding;
  readonly what: Raised['what'];
}

/** While others look, ms. */
const LEAKS_EVERY = 150;

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
export function momentOf(house: Look['house'], newest: Arrivals): Moment {
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
      ...{ at: began, saw: look.newest, tookMs: clock.ticks() - began, wasNarrow: !isWide && looker.reach !== 'new' },
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
