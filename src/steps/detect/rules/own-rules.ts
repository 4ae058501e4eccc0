import { createHash } from 'node:crypto';
import { DAY } from '#kernel/time.ts';
import {
  type CompiledCorrelation,
  type CompiledRule,
  correlate,
  type Firing,
  type Match,
  type RuleSet,
  type SigmaEvent,
} from '#sigma/index.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { levelOf, techniqueOf } from '../sigma/describe-rule.ts';
import { storedSourceOf, storedSources } from '../sigma/log-sources.ts';
import type { MatchRef } from '../sigma/read-stored.ts';
import { streamMatches } from '../sigma/stream-matches.ts';
import { describeExpensive, findOwnSingles } from './own-singles.ts';

/** More matches than this are not held: the rule is named as too expensive instead. */
const MOST = 300_000;
const LINES = 8;

/**
 * What the shop's own rules count (correlations), and what they match beside requests. Single requests are matched together with the
 * known attacks, by one search. Everything is worked out from stored rows in the order of their own time, back to the start of
 * the day before the longest window: late rows, restarts and several workers come to the same firings.
 */
export async function findByOwnRules(area: Area): Promise<Finding[]> {
  const set = area.knowledge.rules;
  if (set === null) return [];
  const findings = await findOwnSingles(area);
  const due = await dueCorrelations(area, set);
  if (due.length === 0) return findings;
  const { matches, tooMany } = await collect(lookAround(area, due), countedBy(due, set), fieldsOf(due));
  const latest = matches.reduce((last, match) => Math.max(last, match.at), area.span.to.getTime());
  const usable = due.filter((one) => !reaches(one, tooMany, set));
  findings.push(
    ...[...tooMany].flatMap((key) => set.rules.filter((rule) => rule.key === key).map((rule) => describeExpensive(area, rule, MOST))),
    ...correlate(usable, matches, latest)
      .filter((firing) => firing.to >= area.span.from.getTime() && firing.from <= area.span.to.getTime())
      .map(describeFiring),
  );
  return findings;
}

/** The correlations of which something that they count happened in the span; those that count nothing new cannot say anything new. */
async function dueCorrelations(area: Area, set: RuleSet): Promise<CompiledCorrelation[]> {
  if (set.correlations.length === 0) return [];
  const fresh = new Set<string>();
  for (const source of storedSources) {
    const rules = countedBy(set.correlations, set).filter((rule) => storedSourceOf(rule) === source);
    for await (const page of streamMatches(area, source, rules)) for (const match of page ?? []) fresh.add(match.rule);
  }
  const due = new Set(set.correlations.filter((one) => reaches(one, fresh, set)).map((one) => one.key));
  return set.correlations.filter(
    (one) => due.has(one.key) || set.correlations.some((other) => due.has(other.key) && other.members.includes(one.key)),
  );
}

/** Whether a correlation counts one of these rules, itself or through another correlation. */
function reaches(correlation: CompiledCorrelation, rules: ReadonlySet<string>, set: RuleSet): boolean {
  return correlation.members.some((key) => {
    const inner = set.correlations.find((one) => one.key === key);
    return inner === undefined ? rules.has(key) : reaches(inner, rules, set);
  });
}

function countedBy(correlations: readonly CompiledCorrelation[], set: RuleSet): CompiledRule[] {
  const keys = new Set(correlations.flatMap((one) => one.members));
  return set.rules.filter((rule) => keys.has(rule.key));
}

/** A late row may complete a window that ends behind it. */
function lookAround(area: Area, correlations: readonly CompiledCorrelation[]): Area {
  const longest = Math.max(...correlations.map((one) => one.span));
  const from = new Date(Math.floor((area.span.from.getTime() - longest) / DAY) * DAY);
  return { ...area, span: { from, to: new Date(area.span.to.getTime() + longest) } };
}

/** Which fields of its matches each rule's correlations ask for; the others are not held. */
function fieldsOf(correlations: readonly CompiledCorrelation[]): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const one of correlations) {
    for (const key of one.members) {
      const known = fields.get(key) ?? new Set();
      for (const name of [...one.groupBy, ...one.fields]) known.add(one.fieldOf(name, key));
      fields.set(key, known);
    }
  }
  return fields;
}

interface Collected {
  readonly matches: readonly Match[];
  /** Keys of rules that match more than can be held. */
  readonly tooMany: ReadonlySet<string>;
}

async function collect(area: Area, rules: readonly CompiledRule[], fields: ReadonlyMap<string, ReadonlySet<string>>): Promise<Collected> {
  const byRule = new Map<string, Match[]>();
  const tooMany = new Set<string>();
  for (const source of storedSources) {
    const wanted = rules.filter((rule) => storedSourceOf(rule) === source);
    for await (const page of streamMatches(area, source, wanted)) {
      for (const match of page ?? []) {
        if (tooMany.has(match.rule)) continue;
        const known = byRule.get(match.rule) ?? [];
        known.push({ ...match, event: only(match.event, fields.get(match.rule)) });
        byRule.set(match.rule, known);
        if (known.length <= MOST) continue;
        tooMany.add(match.rule);
        byRule.delete(match.rule);
      }
    }
  }
  return { matches: [...byRule.values()].flat(), tooMany };
}

function only(event: SigmaEvent, fields: ReadonlySet<string> | undefined): SigmaEvent {
  return new Map([...event].filter(([name]) => fields?.has(name)));
}

function describeFiring(firing: Firing): Finding {
  const { correlation, group } = firing;
  const span = { from: new Date(firing.from).toISOString(), to: new Date(firing.to).toISOString() };
  const shape = shapeOf(leavesOf(firing.matches));
  const grouped = group.length > 0 && !(group.length === 1 && group[0] === shape.actor.address);
  return {
    ...shape,
    rule: 'own-rule',
    // Other groups of the same rule are other signals. The group may name a person, so only its digest is told.
    subject: grouped ? `${correlation.key} ${createHash('sha256').update(group.join('\n')).digest('hex').slice(0, 12)}` : correlation.key,
    level: levelOf(correlation),
    attack: techniqueOf(correlation),
    firstSeen: span.from,
    lastSeen: span.to,
    selection: selectionOf(leavesOf(firing.matches), span),
    count: firing.count,
    facts: {
      what: correlation.rule.title,
      span: correlation.rule.correlation.timespan,
      peak: firing.peak,
      variants: firing.count,
      answered: 0,
    },
  };
}

type Shape = Pick<Finding, 'succeeded' | 'actor' | 'reads' | 'touched' | 'categories' | 'evidence'>;

function shapeOf(matches: readonly Match[]): Shape {
  const refs = matches.map((match) => match.ref as MatchRef);
  const addresses = new Set(refs.map((ref) => ref.address).filter((address) => address !== ''));
  const [address] = addresses;
  const agent = refs[0]?.agent;
  return {
    succeeded: 'unknown',
    actor: { ...(addresses.size === 1 && address ? { address } : {}), ...(agent ? { agent } : {}), addresses: addresses.size },
    reads: null,
    touched: [],
    categories: [],
    evidence: [...refs.slice(0, LINES / 2), ...refs.slice(LINES / 2).slice(-LINES / 2)].map((ref) => ref.line),
  };
}

/** The rows at the bottom of a chain of correlations. */
function leavesOf(matches: readonly Match[]): Match[] {
  return matches.flatMap((match) => (isFiring(match.ref) ? leavesOf(match.ref.matches) : [match])).sort((a, b) => a.at - b.at);
}

function isFiring(ref: unknown): ref is Firing {
  return typeof ref === 'object' && ref !== null && 'correlation' in ref;
}

function selectionOf(matches: readonly Match[], span: { readonly from: string; readonly to: string }): Finding['selection'] {
  const refs = matches.map((match) => match.ref as MatchRef);
  const pairs = [...new Set(refs.filter((ref) => ref.address !== '').map((ref) => `${ref.address}\n${ref.agent}`))].slice(0, 500);
  if (refs.some((ref) => ref.source === 'requests')) return select('requests', span, { pairs });
  const events = [...new Set(refs.map((ref) => ref.name))].slice(0, 500);
  const source = refs.find((ref) => ref.source !== 'events')?.source;
  if (source === 'spans' || source === 'reports') return select(source, span, { anybody: true, events });
  const accounts = [...new Set(refs.map((ref) => ref.account).filter((account) => account !== ''))].slice(0, 500);
  return select('events', span, { pairs, accounts, events });
}
