import { MINUTE } from '#kernel/time.ts';
import type { Arrivals } from './new-rows.ts';
import { type RuleName, ruleNames } from './rule-traits.ts';

/**
 * A rule, and how far it looks. `new`: only at those who did something a moment ago, which is quick. `near`: at what is new and at what lies
 * around it. `hours`: also at what shows only over hours and days.
 */
export interface Looker {
  readonly rule: RuleName;
  readonly reach: 'new' | 'near' | 'hours';
}

/** What is remembered of a looker's last look. Times are ticks. */
export interface Turn {
  readonly at: number;
  /** What had arrived when it looked: it looks from there next time. */
  readonly saw: Arrivals;
  /** When it last looked at everything that may have been late, and whether it looked at less since. */
  readonly wideAt: number;
  readonly wasNarrow: boolean;
  readonly tookMs: number;
}

/** By `nameOf`. */
export type Turns = Map<string, Turn>;

/** Looked for in every pass, before anything else and while the others look: what tells that data is leaving now. */
const LEAKS: readonly RuleName[] = ['honey-customer', 'dump-taken', 'database-read'];
/** Who also looks over hours. Once a minute, since it costs a look over a day. */
const PATIENT: readonly RuleName[] = ['enumeration', 'stuffing', 'exfiltration'];
const SLOW_EVERY = MINUTE;
/** How long the others may take in one pass; whoever has to wait goes first in the next one. */
const OTHERS_MS = 300;
/** A look that took long is not repeated at once: of four seconds one at most is spent on it. */
const PACE = 4;

const near = (rules: readonly RuleName[]): Looker[] => rules.map((rule) => ({ rule, reach: 'near' }));
const leaks: readonly Looker[] = [{ rule: 'enumeration', reach: 'new' }, ...near(LEAKS)];
const others = near(ruleNames.filter((rule) => !LEAKS.includes(rule)));
const patient: readonly Looker[] = PATIENT.map((rule) => ({ rule, reach: 'hours' }));

export function nameOf({ rule, reach }: Looker): string {
  return `${rule} ${reach}`;
}

/** Everybody at once, for a first look. Who looks over hours sees what is new as well. */
export function everybody(): readonly Looker[] {
  return [...near(ruleNames.filter((rule) => !PATIENT.includes(rule))), ...patient];
}

/** After a first look: who looked over hours has seen what is new as well. How long that alone takes nobody knows yet. */
export function noteEverybody(turns: Turns): void {
  for (const { rule } of patient) {
    const turn = turns.get(nameOf({ rule, reach: 'hours' }));
    for (const looker of [...leaks, ...others]) {
      if (turn !== undefined && looker.rule === rule) turns.set(nameOf(looker), { ...turn, tookMs: 0 });
    }
  }
}

/** A pass: what has arrived by now, and the time in ticks. */
export interface Moment {
  readonly newest: Arrivals;
  readonly now: number;
  /** How long (ms) what may be late can wait for somebody who looks at it. */
  readonly wideEvery: number;
}

/** Who looks first in a pass. */
export function leaksInTurn(turns: Turns, moment: Moment): readonly Looker[] {
  return leaks.filter((looker) => isDue(turns, looker, moment, 0));
}

/** The others whose turn it is, who has waited longest first. `isOld`: what arrived is hours long, so those who look over hours look now. */
export function othersInTurn(turns: Turns, moment: Moment, isOld: boolean): readonly Looker[] {
  const due = patient.filter((looker) => isSlowDue(turns, looker, moment, isOld));
  const waited = (looker: Looker): number => turns.get(nameOf(looker))?.at ?? Number.NEGATIVE_INFINITY;
  return [...others.filter((looker) => isDue(turns, looker, moment, PACE)), ...due].sort((a, b) => waited(a) - waited(b));
}

/** Whether another look is to be begun in a pass in which the others have looked for `spentMs`; the first one always is. */
export function isTimeLeft(turns: Turns, next: Looker, spentMs: number): boolean {
  return spentMs + (turns.get(nameOf(next))?.tookMs ?? 0) <= OTHERS_MS;
}

/** Whether somebody has to look again though nothing arrived: at what may have been late, or at what arrived since his last minute. */
export function isSomebodyDue(turns: Turns, moment: Moment): boolean {
  return leaksInTurn(turns, moment).length > 0 || othersInTurn(turns, moment, false).length > 0;
}

/** Up to where everybody has looked, `newest` at most. */
export function seenByAll(turns: Turns, newest: Date): Date {
  const seen = [...leaks, ...others].map((looker) => turns.get(nameOf(looker))?.saw.watermark.getTime() ?? newest.getTime());
  return new Date(Math.min(newest.getTime(), ...seen));
}

function isDue(turns: Turns, looker: Looker, { newest, now, wideEvery }: Moment, pace: number): boolean {
  const last = turns.get(nameOf(looker));
  if (last === undefined) return true;
  return now - last.at >= pace * last.tookMs && (isBehind(last, newest) || (last.wasNarrow && now - last.wideAt >= wideEvery));
}

function isSlowDue(turns: Turns, looker: Looker, { newest, now }: Moment, isOld: boolean): boolean {
  const last = turns.get(nameOf(looker));
  return last === undefined || (isBehind(last, newest) && now - last.at >= PACE * last.tookMs && (isOld || now - last.at >= SLOW_EVERY));
}

/** Nobody knows what a count that is empty stands for. */
function isBehind({ saw }: Turn, { fingerprint }: Arrivals): boolean {
  return fingerprint === '' || saw.fingerprint !== fingerprint;
}
