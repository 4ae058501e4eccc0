import { DAY } from '#kernel/time.ts';
import type { CompiledRule } from '#sigma/index.ts';
import { type Area, type EvidenceLine, type Finding, type Selection, select } from '../finding.ts';
import { levelOf, techniqueOf } from '../sigma/describe-rule.ts';
import { type StoredSource, storedSourceOf, storedSources } from '../sigma/log-sources.ts';
import type { MatchRef } from '../sigma/read-stored.ts';
import { conditionFor } from '../sigma/stored-condition.ts';
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

/** A rule for which more rows than this a day would have to be judged one by one is not counted: it is named as too expensive. */
const MOST_A_DAY = 300_000;

/**
 * What the shop's own rules match among applications' events, spans and browsers' reports, by rule, address and day. A day is counted
 * from its start, so that looking again says the same. (Single requests are matched with the known attacks, by one search.)
 * `most`: rows a day that may be looked at for a rule, or for all that are searched by their texts.
 */
export async function findOwnSingles(area: Area, most = MOST_A_DAY): Promise<Finding[]> {
  const set = area.knowledge.rules;
  if (set === null) return [];
  const findings: Finding[] = [];
  for (const source of storedSources) {
    if (source === 'requests') continue;
    const rules = set.rules.filter((rule) => rule.speaks && storedSourceOf(rule) === source);
    if (rules.length === 0) continue;
    const { how } = conditionFor(source, rules);
    const cheap = rules.filter((_, nth) => how[nth] === 'texts');
    const found = cheap.length === 0 ? [] : await findTogether(area, source, cheap, most);
    // When all together are too much, each is looked at by itself: the one that is too much is named, the others are told.
    const alone = found === null ? rules : rules.filter((rule) => !cheap.includes(rule));
    findings.push(...(found ?? []));
    for (const rule of alone) findings.push(...(await findAlone(area, source, rule, most)));
  }
  return findings;
}

async function findAlone(area: Area, source: StoredSource, rule: CompiledRule, most: number): Promise<Finding[]> {
  const name = `expensive ${rule.key}`;
  const today = area.span.to.toISOString().slice(0, 10);
  const known = area.recall?.get(name, today);
  const found = known ? null : await findTogether(area, source, [rule], most);
  if (found !== null) return found;
  const finding = known ?? describeExpensive(area, rule, most);
  area.recall?.set(name, today, finding);
  return [finding];
}

/** What rules of one source match in the days of an area's span in which one of them matches something new; `null`: too much to look at. */
async function findTogether(area: Area, source: StoredSource, rules: readonly CompiledRule[], most: number): Promise<Finding[] | null> {
  const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
  const rows = most * Math.ceil((area.span.to.getTime() - from.getTime()) / DAY);
  const fresh = new Set<string>();
  for await (const page of streamMatches(area, source, rules, rows)) {
    if (page === null) return null;
    for (const { rule } of page) fresh.add(rule);
  }
  const due = new Map(rules.filter((rule) => fresh.has(rule.key)).map((rule) => [rule.key, rule]));
  const days = new Map<string, Map<string, Group>>();
  for await (const page of streamMatches({ ...area, span: { from, to: area.span.to } }, source, [...due.values()], rows)) {
    if (page === null) return null;
    for (const { at, rule: key, ref } of page) {
      const rule = due.get(key);
      if (rule === undefined) continue;
      const name = `${key}\n${Math.floor(at / DAY)}`;
      const byAddress = days.get(name) ?? new Map<string, Group>();
      days.set(name, byAddress);
      put(byAddress, rule, at, ref as MatchRef);
    }
  }
  return [...days.values()].flatMap((byAddress) => [...byAddress.values()]).map(describeGroup);
}

/** A rule that matches nearly everything, or has to be asked of every row, is not counted, and said so: silence would look like nothing happened. */
export function describeExpensive(area: Area, rule: CompiledRule, most: number): Finding {
  const span = { from: area.span.from.toISOString(), to: area.span.to.toISOString() };
  return {
    rule: 'own-rule',
    subject: rule.key,
    level: 'low',
    attack: '',
    succeeded: 'unknown',
    actor: {},
    selection: select('requests', span, {}),
    reads: null,
    firstSeen: span.from,
    lastSeen: span.to,
    count: most,
    touched: [],
    categories: [],
    evidence: [],
    facts: { what: rule.rule.title, expensive: most, variants: most, answered: 0 },
  };
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
