import {
  type CompiledCorrelation,
  type CompiledRule,
  correlate,
  explainEvent,
  type Match,
  matchEvent,
  type Reason,
  type RuleSet,
} from '#sigma/index.ts';
import { eventOfDocument, type TimedEvent } from './event-of-document.ts';

/** What a rule says about events that somebody gave it. */
export interface Verdict {
  readonly rule: string;
  readonly title: string;
  readonly matched: boolean;
  /** Why, of the first event that matched, else of the first event. */
  readonly because: readonly Reason[];
  /** For each event whether it matched; of a correlation, whether it belongs to what fired. */
  readonly events: readonly boolean[];
}

/** Tries every rule of a set that speaks, and every correlation, on events in any order. */
export function tryRules(set: RuleSet, events: readonly TimedEvent[]): Verdict[] {
  const single = set.rules.filter((rule) => rule.speaks || set.correlations.length === 0).map((rule) => tryRule(rule, events));
  return [...single, ...set.correlations.filter((one) => one.speaks).map((one) => tryCorrelation(one, set, events))];
}

function tryRule(rule: CompiledRule, events: readonly TimedEvent[]): Verdict {
  const hits = events.map(({ event }) => matchEvent(rule.test, event));
  const telling = events[Math.max(0, hits.indexOf(true))];
  return {
    rule: rule.key,
    title: rule.rule.title,
    matched: hits.includes(true),
    because: telling === undefined ? [] : explainEvent(rule.test, telling.event),
    events: hits,
  };
}

function tryCorrelation(rule: CompiledCorrelation, set: RuleSet, events: readonly TimedEvent[]): Verdict {
  const matches = matchesOf(set, events);
  const latest = Math.max(0, ...events.map(({ at }) => at));
  const speaking = set.correlations.map((one) => ({ ...one, speaks: one.key === rule.key }));
  const firings = correlate(speaking, matches, latest);
  const inside = new Set(firings.flatMap((firing) => firing.matches.map((match) => match.ref)));
  const condition = rule.criteria.map(({ op, than }) => `${op} ${than}`).join(' and ');
  const of = rule.fields.length > 0 ? ` of ${rule.fields.join(', ')}` : '';
  const counted = rule.members.map((key) => `${titleOf(set, key)}: ${matches.filter((match) => match.rule === key).length} matches`);
  return {
    rule: rule.key,
    title: rule.rule.title,
    matched: firings.length > 0,
    because: [
      {
        within: ['correlation'],
        field: `${rule.type}${of}`,
        asked: `${condition} within ${rule.rule.correlation.timespan}${rule.groupBy.length > 0 ? `, by ${rule.groupBy.join(', ')}` : ''}`,
        found:
          firings.length > 0
            ? firings.map((firing) => `${firing.peak}${firing.group.length > 0 ? ` for ${firing.group.join(', ')}` : ''}`)
            : counted,
        matched: firings.length > 0,
      },
    ],
    events: events.map((_, nth) => inside.has(nth)),
  };
}

function titleOf(set: RuleSet, key: string): string {
  return [...set.rules, ...set.correlations].find((one) => one.key === key)?.rule.title ?? key;
}

function matchesOf(set: RuleSet, events: readonly TimedEvent[]): Match[] {
  return events.flatMap(({ at, event }, nth) =>
    set.rules.filter((rule) => matchEvent(rule.test, event)).map((rule): Match => ({ at, rule: rule.key, event, ref: nth })),
  );
}

/** A test that a rule file carries, and whether it came out as it should. */
export interface RuleTest {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly should: 'match' | 'pass';
  readonly passed: boolean;
  readonly because: readonly Reason[];
}

/** Runs the tests that rules carry under `shopbell: { matches, passes }`. `untested` names those without both kinds. */
export function testRules(set: RuleSet): { readonly tests: readonly RuleTest[]; readonly untested: readonly string[] } {
  const tests: RuleTest[] = [];
  const untested: string[] = [];
  for (const one of [...set.rules, ...set.correlations]) {
    const { matches, passes } = one.ours;
    if (matches.length === 0 || passes.length === 0) untested.push(one.rule.title);
    for (const [should, cases] of [['match', matches] as const, ['pass', passes] as const]) {
      for (const given of cases) {
        const events = (Array.isArray(given) ? given : [given]).map(eventOfDocument);
        const verdict = one.kind === 'rule' ? tryRule(one, events) : tryCorrelation(one, set, events);
        const passed = verdict.matched === (should === 'match');
        tests.push({ rule: one.rule.title, file: one.file, line: one.line, should, passed, because: passed ? [] : verdict.because });
      }
    }
  }
  return { tests, untested };
}
