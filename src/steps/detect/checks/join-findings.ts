import { compareSeverity } from '#kernel/outcome.ts';
import { HOUR } from '#kernel/time.ts';
import { type Finding, type Selection, select } from '../finding.ts';
import { ruleTraits } from '../rule-traits.ts';
import { earliest, latest } from './iso-times.ts';

const COOL_DOWN = 6 * HOUR;

/** Whether a finding is more of what another one tells: the same rule, somebody in common, and no long pause between. */
export function isSameCampaign(known: Finding, found: Finding): boolean {
  if (known.rule !== found.rule) return false;
  const { joins } = ruleTraits[known.rule];
  if (joins === 'address-and-day' || joins === 'subject-and-day') {
    return (
      known.subject === found.subject &&
      (joins === 'subject-and-day' || known.actor.address === found.actor.address) &&
      known.firstSeen.slice(0, 10) === found.firstSeen.slice(0, 10)
    );
  }
  const pause = Math.max(
    Date.parse(found.firstSeen) - Date.parse(known.lastSeen),
    Date.parse(known.firstSeen) - Date.parse(found.lastSeen),
  );
  if (pause > COOL_DOWN) return false;
  if (joins === 'subject') return known.subject === found.subject;
  // What is about everybody has nobody in common with itself.
  if (known.selection.anybody && found.selection.anybody) return known.subject === found.subject;
  const { actors, pairs, accounts } = known.selection;
  return meet(actors, found.selection.actors) || meet(pairs, found.selection.pairs) || meet(accounts, found.selection.accounts);
}

function meet<T>(a: readonly T[], b: readonly T[]): boolean {
  const known = new Set(a);
  return b.some((one) => known.has(one));
}

/** Everybody and everything of both, from the earlier start to the later end. */
export function joinSelections(a: Selection, b: Selection): Selection {
  const span = { from: earliest([a.from, b.from]), to: latest([a.to, b.to]) };
  return select(a.what, span, {
    actors: union(a.actors, b.actors),
    pairs: union(a.pairs, b.pairs),
    sessions: union(a.sessions, b.sessions),
    accounts: union(a.accounts, b.accounts),
    anybody: a.anybody || b.anybody,
    paths: union(a.paths, b.paths),
    events: union(a.events, b.events),
    ...(a.shapes === undefined && b.shapes === undefined ? {} : { shapes: union(a.shapes ?? [], b.shapes ?? []) }),
    // Of whom all names count in one, all count in both.
    ...(a.tried === undefined || b.tried === undefined ? {} : { tried: union(a.tried, b.tried) }),
  });
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}

/** Whether two selections find the same rows. */
export function isSameSelection(a: Selection, b: Selection): boolean {
  const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
    left.length === right.length && new Set([...left, ...right]).size === new Set(left).size;
  return (
    same(a.actors, b.actors) &&
    same(a.pairs, b.pairs) &&
    same(a.sessions, b.sessions) &&
    same(a.accounts, b.accounts) &&
    a.anybody === b.anybody &&
    same(a.paths, b.paths) &&
    same(a.events, b.events) &&
    same(a.shapes ?? [], b.shapes ?? []) &&
    same(a.tried ?? [], b.tried ?? []) &&
    a.from === b.from &&
    a.to === b.to
  );
}

/** The stable part of a finding's identity: equal for equal rows, so that looking twice raises once. */
export function keyOf(finding: Finding): string {
  const { joins } = ruleTraits[finding.rule];
  const byDay = joins === 'address-and-day' || joins === 'subject-and-day';
  const when = finding.firstSeen.slice(0, byDay ? 10 : 16);
  return [finding.rule, finding.subject, whoOf(finding), when].join('|').slice(0, 500);
}

function whoOf(finding: Finding): string {
  const { joins } = ruleTraits[finding.rule];
  if (joins === 'subject' || joins === 'subject-and-day') return '';
  if (joins === 'address-and-day') return finding.actor.address ?? '';
  const { actors, pairs, accounts } = finding.selection;
  if (actors.length > 0) return String(actors.reduce((least, actor) => Math.min(least, actor)));
  return [...pairs].sort()[0] ?? [...accounts].sort()[0] ?? '';
}

/** Whether a signal says more now than it did. */
export function hasGrown(known: Finding, now: Finding): boolean {
  return (
    now.count !== known.count ||
    now.firstSeen !== known.firstSeen ||
    now.lastSeen !== known.lastSeen ||
    compareSeverity(now.level, known.level) !== 0 ||
    now.succeeded !== known.succeeded ||
    JSON.stringify(now.touched) !== JSON.stringify(known.touched)
  );
}
