import { DAY } from '#kernel/time.ts';
import type { CompiledRule } from '#sigma/index.ts';
import { type Area, type EvidenceLine, type Finding, type Selection, select } from '../finding.ts';
import { levelOf, techniqueOf } from '../sigma/describe-rule.ts';
import { type StoredSource, storedSourceOf, storedSources } from '../sigma/log-sources.ts';
import type { MatchRef } from '../sigma/read-stored.ts';
import { streamMatches } from '../sigma/stream-matches.ts';

/** More addresses than this on one day make one finding of a rule, not one each. */
const MANY = 100;
const MOST_NAMED = 500;
const HALF = 4;

/** What one rule matched on one day by one address, or by many. */
interface Group {
  readonly rule: CompiledRule;
  readonly source: StoredSource;
  /** `null`: several. */
  readonly address: string | null;
  readonly addresses: Set<string>;
  readonly pairs: Set<string>;
  readonly accounts: Set<string>;
  readonly names: Set<string>;
  readonly agent: string;
  readonly early: EvidenceLine[];
  readonly late: EvidenceLine[];
  readonly from: number;
  to: number;
  count: number;
}

/**
 * What the shop's own rules match among applications' events, spans and browsers' reports, by rule, address and day. A day is counted
 * from its start, so that looking again says the same. (Single requests are matched with the known attacks, by one search.)
 */
export async function findOwnSingles(area: Area): Promise<Finding[]> {
  const set = area.knowledge.rules;
  if (set === null) return [];
  const findings: Finding[] = [];
  for (const source of storedSources) {
    if (source === 'requests') continue;
    const rules = set.rules.filter((rule) => rule.speaks && storedSourceOf(rule) === source);
    const fresh = new Set<string>();
    for await (const page of streamMatches(area, source, rules)) for (const { rule } of page) fresh.add(rule);
    const due = rules.filter((rule) => fresh.has(rule.key));
    const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
    const days = await groupMatches({ ...area, span: { from, to: area.span.to } }, source, due);
    findings.push(...days.flatMap((byAddress) => [...byAddress.values()]).map(describeGroup));
  }
  return findings;
}

/** Groups by address, a rule and day each. Nothing but the groups is held. */
async function groupMatches(area: Area, source: StoredSource, rules: readonly CompiledRule[]): Promise<Map<string, Group>[]> {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const days = new Map<string, Map<string, Group>>();
  for await (const page of streamMatches(area, source, rules)) {
    for (const { at, rule: key, ref } of page) {
      const rule = byKey.get(key);
      if (rule === undefined) continue;
      const name = `${key}\n${Math.floor(at / DAY)}`;
      const byAddress = days.get(name) ?? new Map<string, Group>();
      days.set(name, byAddress);
      put(byAddress, rule, at, ref as MatchRef);
    }
  }
  return [...days.values()];
}

const TOGETHER = '*';

function put(byAddress: Map<string, Group>, rule: CompiledRule, at: number, ref: MatchRef): void {
  const key = byAddress.has(TOGETHER) ? TOGETHER : ref.address;
  const group = byAddress.get(key) ?? openGroup(rule, at, ref);
  byAddress.set(key, group);
  add(group, at, ref);
  if (byAddress.size <= MANY) return;
  const groups = [...byAddress.values()].sort((a, b) => a.from - b.from);
  const [lead = group] = groups;
  const one: Group = {
    ...lead,
    address: null,
    to: Math.max(...groups.map((each) => each.to)),
    count: groups.reduce((sum, each) => sum + each.count, 0),
  };
  for (const each of groups) {
    for (const address of each.addresses) one.addresses.add(address);
    for (const pair of each.pairs) if (one.pairs.size < MOST_NAMED) one.pairs.add(pair);
    for (const account of each.accounts) if (one.accounts.size < MOST_NAMED) one.accounts.add(account);
    for (const name of each.names) if (one.names.size < MOST_NAMED) one.names.add(name);
  }
  byAddress.clear();
  byAddress.set(TOGETHER, one);
}

function openGroup(rule: CompiledRule, at: number, { source, address, agent }: MatchRef): Group {
  const sets = { addresses: new Set<string>(), pairs: new Set<string>(), accounts: new Set<string>(), names: new Set<string>() };
  return { rule, source, address, agent, ...sets, early: [], late: [], from: at, to: at, count: 0 };
}

function add(group: Group, at: number, ref: MatchRef): void {
  group.to = Math.max(group.to, at);
  group.count += 1;
  if (ref.address !== '') {
    group.addresses.add(ref.address);
    if (group.pairs.size < MOST_NAMED) group.pairs.add(`${ref.address}\n${ref.agent}`);
  }
  if (ref.account !== '' && group.accounts.size < MOST_NAMED) group.accounts.add(ref.account);
  if (group.names.size < MOST_NAMED) group.names.add(ref.name);
  if (group.early.length < HALF) group.early.push(ref.line);
  else if (group.late.push(ref.line) > HALF) group.late.shift();
}

function describeGroup(group: Group): Finding {
  const { rule, address, agent, addresses } = group;
  const span = { from: new Date(group.from).toISOString(), to: new Date(group.to).toISOString() };
  const isOne = address !== null && address !== '';
  return {
    rule: 'own-rule',
    subject: rule.key,
    level: levelOf(rule),
    attack: techniqueOf(rule),
    succeeded: 'unknown',
    actor: {
      ...(isOne ? { address, ...(agent === '' ? {} : { agent }) } : {}),
      ...(addresses.size > 0 ? { addresses: addresses.size } : {}),
    },
    selection: selectionOf(group, span),
    reads: null,
    firstSeen: span.from,
    lastSeen: span.to,
    count: group.count,
    touched: [],
    categories: [],
    evidence: [...group.early, ...group.late],
    facts: { what: rule.rule.title, variants: group.count, answered: 0 },
  };
}

function selectionOf(group: Group, span: { readonly from: string; readonly to: string }): Selection {
  const events = [...group.names];
  if (group.source === 'spans' || group.source === 'reports') return select(group.source, span, { anybody: true, events });
  return select('events', span, { pairs: [...group.pairs], accounts: [...group.accounts], events });
}
