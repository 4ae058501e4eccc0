import { compareSeverity } from '#kernel/outcome.ts';
import { HOUR } from '#kernel/time.ts';
import type { Finding, Selection } from '../finding.ts';
import { earliest, latest } from './iso-times.ts';

const COOL_DOWN = 6 * HOUR;

/** Whether a finding is more of what another one tells: the same rule, somebody in common, and no long pause between. */
export function isSameCampaign(known: Finding, found: Finding): boolean {
  if (known.rule !== found.rule) return false;
  if (known.rule === 'known-attack') {
    return (
      known.subject === found.subject &&
      known.actor.address === found.actor.address &&
      known.firstSeen.slice(0, 10) === found.firstSeen.slice(0, 10)
    );
  }
  const pause = Math.max(
    Date.parse(found.firstSeen) - Date.parse(known.lastSeen),
    Date.parse(known.firstSeen) - Date.parse(found.lastSeen),
  );
  if (pause > COOL_DOWN) return false;
  const actors = new Set(known.selection.actors);
  const pairs = new Set(known.selection.pairs);
  return found.selection.actors.some((actor) => actors.has(actor)) || found.selection.pairs.some((pair) => pairs.has(pair));
}

/** Everybody and everything of both, from the earlier start to the later end. */
export function joinSelections(a: Selection, b: Selection): Selection {
  return {
    what: a.what,
    actors: [...new Set([...a.actors, ...b.actors])],
    pairs: [...new Set([...a.pairs, ...b.pairs])],
    sessions: [...new Set([...a.sessions, ...b.sessions])],
    paths: [...new Set([...a.paths, ...b.paths])],
    from: earliest([a.from, b.from]),
    to: latest([a.to, b.to]),
  };
}

/** Whether two selections find the same rows. */
export function isSameSelection(a: Selection, b: Selection): boolean {
  const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
    left.length === right.length && new Set([...left, ...right]).size === new Set(left).size;
  return (
    same(a.actors, b.actors) &&
    same(a.pairs, b.pairs) &&
    same(a.sessions, b.sessions) &&
    same(a.paths, b.paths) &&
    a.from === b.from &&
    a.to === b.to
  );
}

/** The stable part of a finding's identity: equal for equal rows, so that looking twice raises once. */
export function keyOf(finding: Finding): string {
  const { actors, pairs } = finding.selection;
  const who = finding.rule === 'known-attack' ? (finding.actor.address ?? '') : String(Math.min(...actors, Number.MAX_SAFE_INTEGER));
  const group = actors.length === 0 && finding.rule !== 'known-attack' ? ([...pairs].sort()[0] ?? '') : who;
  const when = finding.rule === 'known-attack' ? finding.firstSeen.slice(0, 10) : finding.firstSeen.slice(0, 16);
  return [finding.rule, finding.subject, group, when].join('|').slice(0, 500);
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
