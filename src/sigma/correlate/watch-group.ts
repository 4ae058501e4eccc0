import type { CompiledCorrelation } from '../compile-correlation.ts';
import { comparisons } from '../values/modifiers.ts';
import { makeAggregate } from './aggregates.ts';
import type { Firing, Match } from './match.ts';

const KEPT = 50;

/** Conditions that stay true when more arrives: they need not wait for the end of a window. */
function isRising(rule: CompiledCorrelation): boolean {
  const counts = rule.type === 'event_count' || rule.type === 'value_count' || rule.type.startsWith('temporal');
  return counts && rule.criteria.every(({ op }) => op === 'gt' || op === 'gte');
}

/** Runs one group's matches, in the order of their time, through the windows of a correlation. `until`: everything before it is known. */
export function watchGroup(rule: CompiledCorrelation, group: readonly string[], matches: readonly Match[], until: number): Firing[] {
  return rule.window === 'sliding' ? slide(rule, group, matches) : cut(rule, group, matches, until);
}

function slide(rule: CompiledCorrelation, group: readonly string[], matches: readonly Match[]): Firing[] {
  const episodes = makeEpisodes(rule, group);
  const aggregate = makeAggregate(rule);
  let tail = 0;
  for (const [head, match] of matches.entries()) {
    for (let oldest = matches[tail]; oldest !== undefined && oldest.at <= match.at - rule.span; oldest = matches[tail]) {
      aggregate.remove(oldest);
      tail += 1;
    }
    aggregate.add(match);
    // What happens at the same millisecond stands in one window.
    if (matches[head + 1]?.at === match.at) continue;
    episodes.look(aggregate.value(), matches, tail, head);
  }
  return episodes.done();
}

/** Tumbling windows and sessions: every match lies in exactly one. */
function cut(rule: CompiledCorrelation, group: readonly string[], matches: readonly Match[], until: number): Firing[] {
  const firings: Firing[] = [];
  const rising = isRising(rule);
  for (let from = 0; from < matches.length; ) {
    let to = from;
    while (to + 1 < matches.length && together(rule, matches, from, to)) to += 1;
    const episodes = makeEpisodes(rule, group);
    const aggregate = makeAggregate(rule);
    for (let nth = from; nth <= to; nth++) {
      const match = matches[nth];
      if (match === undefined) break;
      aggregate.add(match);
      if (rising) episodes.look(aggregate.value(), matches, from, nth);
    }
    if (!rising && until >= endOf(rule, matches, from, to)) episodes.look(aggregate.value(), matches, from, to);
    firings.push(...episodes.done());
    from = to + 1;
  }
  return firings;
}

function together(rule: CompiledCorrelation, matches: readonly Match[], from: number, to: number): boolean {
  const [first, last, next] = [matches[from]?.at ?? 0, matches[to]?.at ?? 0, matches[to + 1]?.at ?? 0];
  if (rule.window === 'tumbling') return Math.floor(first / rule.span) === Math.floor(next / rule.span);
  return next - last <= rule.gap && next - first < rule.span;
}

function endOf(rule: CompiledCorrelation, matches: readonly Match[], from: number, to: number): number {
  const first = matches[from]?.at ?? 0;
  if (rule.window === 'tumbling') return (Math.floor(first / rule.span) + 1) * rule.span;
  return matches[to + 1] === undefined ? Math.min((matches[to]?.at ?? 0) + rule.gap, first + rule.span) : 0;
}

interface Episodes {
  look(value: number | null, matches: readonly Match[], from: number, to: number): void;
  done(): Firing[];
}

/** Joins looks that are true one after another to one firing: nobody is told the same window twice. */
function makeEpisodes(rule: CompiledCorrelation, group: readonly string[]): Episodes {
  const firings: Firing[] = [];
  let open: { readonly from: number; to: number; peak: number; readonly firedAt: number } | null = null;
  let seen: readonly Match[] = [];
  const close = (): void => {
    if (open === null) return;
    const members = seen.slice(open.from, open.to + 1);
    const kept = members.length <= 2 * KEPT ? members : [...members.slice(0, KEPT), ...members.slice(-KEPT)];
    firings.push({
      correlation: rule,
      group,
      from: members[0]?.at ?? open.firedAt,
      firedAt: open.firedAt,
      to: members.at(-1)?.at ?? open.firedAt,
      peak: open.peak,
      count: members.length,
      matches: kept,
    });
    open = null;
  };
  return {
    look(value, matches, from, to) {
      seen = matches;
      const holds = value !== null && rule.criteria.every(({ op, than }) => comparisons[op](value, than));
      if (open !== null && (!holds || from > open.to)) close();
      if (!holds) return;
      open ??= { from, to, peak: value, firedAt: matches[to]?.at ?? 0 };
      open.to = to;
      open.peak = Math.max(open.peak, value);
    },
    done() {
      close();
      return firings;
    },
  };
}
