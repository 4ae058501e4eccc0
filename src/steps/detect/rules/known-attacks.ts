import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import { DAY } from '#kernel/time.ts';
import type { CompiledRule, RuleSet } from '#sigma/index.ts';
import { earliest, latest } from '../checks/iso-times.ts';
import { judgeRuleCost, MOST_JUDGED_A_DAY } from '../checks/judge-rule-cost.ts';
import { type Area, type EvidenceLine, type Finding, select } from '../finding.ts';
import { bundledRules } from '../sigma/bundled-rules.ts';
import type { RuleCost } from '../sigma/cost-book.ts';
import { levelOf, techniqueOf } from '../sigma/describe-rule.ts';
import { storedSourceOf } from '../sigma/log-sources.ts';
import { type Hit, matchRequests, type Tuple } from '../sigma/match-requests.ts';
import { lineOf } from '../summarise.ts';
import { describeExpensive } from './own-singles.ts';

/** More addresses than this on one day make one finding of a shop's own rule, not one each. */
const MANY = 100;

/**
 * Attacks known by their text, and what the shop's own rules ask of single requests. Joined by family (a rule of the shop's own is one),
 * address and day, and rated by whether the answers look like a success.
 */
export async function findKnownAttacks(area: Area, bundled: readonly CompiledRule[] = bundledRules()): Promise<Finding[]> {
  const findings: Finding[] = [];
  const today = area.span.to.toISOString().slice(0, 10);
  const rules = rulesFor(area, bundled);
  const stopped = rules.filter((rule) => isOwn(rule) && (area.costs?.stopped(rule, today) ?? null) !== null);
  area.costs?.beginLook();
  for await (const hits of matchRequests(area, without(rules, stopped))) {
    const groups = new Map<string, Hit[]>();
    for (const hit of hits) {
      const key = `${familyOf(hit.rule)}\n${hit.tuple.address}\n${hit.tuple.first.slice(0, 10)}`;
      const known = groups.get(key);
      if (known) known.push(hit);
      else groups.set(key, [hit]);
    }
    findings.push(...[...groups.values()].map(describe).filter((finding) => finding !== null));
  }
  const known = stopped.flatMap((rule) => describeCost(area, rule, area.costs?.stopped(rule, today) ?? null));
  return [...joinWide(findings), ...known, ...stopExpensive(area, rules, today)].sort((a, b) =>
    a.firstSeen < b.firstSeen ? -1 : a.firstSeen > b.firstSeen ? 1 : 0,
  );
}

/** The shop's own rules that take more than their share are left out for the rest of the day, and named: the others must not wait for them. */
function stopExpensive(area: Area, rules: readonly CompiledRule[], today: string): Finding[] {
  const { costs } = area;
  if (costs === undefined) return [];
  const all = costs.look();
  const days = (area.span.to.getTime() - Math.floor(area.span.from.getTime() / DAY) * DAY) / DAY;
  const over = new Map(all.filter((cost) => judgeRuleCost(cost, all, days) !== 'fine').map((cost) => [cost.key, cost]));
  return rules.flatMap((rule) => {
    if (!over.has(rule.key) || !isOwn(rule)) return [];
    costs.stop(rule, today);
    return describeCost(area, rule, costs.stopped(rule, today));
  });
}

/** A rule that was left out, with what it had cost. */
function describeCost(area: Area, rule: CompiledRule, cost: RuleCost | null): Finding[] {
  if (cost === null) return [];
  const finding = describeExpensive(area, rule, cost.judged);
  if (cost.judged > MOST_JUDGED_A_DAY) return [finding];
  return [{ ...finding, facts: { ...finding.facts, seconds: Math.round(cost.ms / 100) / 10 } }];
}

const shorter = new WeakMap<readonly CompiledRule[], Map<string, readonly CompiledRule[]>>();

/** The list without some rules; the same list for the same ones, so that it is planned once. */
function without(rules: readonly CompiledRule[], stopped: readonly CompiledRule[]): readonly CompiledRule[] {
  if (stopped.length === 0) return rules;
  const lists = shorter.get(rules) ?? new Map<string, readonly CompiledRule[]>();
  shorter.set(rules, lists);
  const name = stopped.map(({ key }) => key).join('\n');
  const list = lists.get(name) ?? rules.filter((rule) => !stopped.includes(rule));
  lists.set(name, list);
  return list;
}

const together = new WeakMap<RuleSet, readonly CompiledRule[]>();

/** One list for one search; the same list for the same rules, so that it is planned once. */
function rulesFor(area: Area, bundled: readonly CompiledRule[]): readonly CompiledRule[] {
  const own = area.knowledge.rules;
  if (own === null) return bundled;
  const known = together.get(own);
  if (known) return known;
  // The bundled rules stand in it as the shop's filters left them.
  const list = own.rules.filter((rule) => rule.speaks && storedSourceOf(rule) === 'requests');
  together.set(own, list);
  return list;
}

function familyOf(rule: CompiledRule): string {
  return rule.ours.family === '' ? rule.key : rule.ours.family;
}

function isOwn(rule: CompiledRule): boolean {
  return rule.ours.family === '';
}

/** A rule of the shop's own that half the world matches is told once a day. */
function joinWide(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const key = `${finding.subject}\n${finding.firstSeen.slice(0, 10)}`;
    if (finding.rule !== 'own-rule') kept.push(finding);
    else groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  for (const group of groups.values()) {
    const [lead] = group;
    if (lead === undefined || group.length <= MANY) kept.push(...group);
    else kept.push(joined(lead, group));
  }
  return kept;
}

function joined(lead: Finding, group: readonly Finding[]): Finding {
  const firstSeen = earliest(group.map((one) => one.firstSeen));
  const lastSeen = latest(group.map((one) => one.lastSeen));
  const sum = (of: (one: Finding) => number): number => group.reduce((total, one) => total + of(one), 0);
  return {
    ...lead,
    succeeded: group.some((one) => one.succeeded === 'unknown') ? 'unknown' : lead.succeeded,
    actor: { addresses: group.length },
    selection: select(
      'requests',
      { from: firstSeen, to: lastSeen },
      { pairs: group.flatMap((one) => one.selection.pairs).slice(0, PAIRS) },
    ),
    firstSeen,
    lastSeen,
    count: sum((one) => one.count),
    evidence: group.flatMap((one) => one.evidence.slice(0, 1)).slice(0, 8),
    facts: { ...lead.facts, variants: sum((one) => Number(one.facts.variants)), answered: sum((one) => Number(one.facts.answered)) },
  };
}

const PAIRS = 500;

function describe(hits: readonly Hit[]): Finding | null {
  const [lead] = hits;
  if (lead === undefined) return null;
  const tuples = [...new Set(hits.map((hit) => hit.tuple))];
  const family = familyOf(lead.rule);
  const verdict = rate(hits);
  const least = Math.min(...hits.map((hit) => hit.rule.ours.least));
  if (verdict.succeeded !== 'yes' && tuples.length < least) return null;
  const first = earliest(tuples.map((one) => one.first));
  const last = latest(tuples.map((one) => one.last));
  const pairs = [...new Set(tuples.map((one) => `${one.address}\n${one.agent}`))].slice(0, PAIRS);
  const selection = select('requests', { from: first, to: last }, { pairs });
  const titles = [...new Set(hits.map((hit) => hit.rule.rule.title))];
  return {
    rule: isOwn(lead.rule) ? 'own-rule' : 'known-attack',
    subject: family,
    level: verdict.level,
    succeeded: verdict.succeeded,
    attack: techniqueOf(lead.rule),
    actor: { address: lead.tuple.address, agent: lead.tuple.agent, addresses: 1 },
    selection,
    reads: null,
    firstSeen: first,
    lastSeen: last,
    count: tuples.reduce((sum, one) => sum + one.n, 0),
    touched: [],
    categories: [],
    evidence: evidenceOf(tuples),
    facts: { family, what: titles.join('; '), variants: tuples.length, answered: verdict.answered },
  };
}

/** Whether it worked, as far as answers tell: a refused try failed; a 2xx is a success only where the path exists for nothing else. */
function rate(hits: readonly Hit[]): { level: Severity; succeeded: 'yes' | 'no' | 'unknown'; answered: number } {
  const answered = hits.filter(({ tuple }) => tuple.status >= 200 && tuple.status < 300 && tuple.bytes > 0);
  const proven = answered.filter((hit) => hit.rule.ours.success === 'answered');
  const counted = proven.length > 0 ? proven : hits;
  const level = counted
    .map(({ rule }): Severity => (isOwn(rule) ? levelOf(rule) : proven.length > 0 ? rule.ours.worked : rule.ours.tried))
    .reduce((worst, one) => (compareSeverity(one, worst) > 0 ? one : worst), 'info');
  return { level, succeeded: proven.length > 0 ? 'yes' : answered.length > 0 ? 'unknown' : 'no', answered: answered.length };
}

function evidenceOf(tuples: readonly Tuple[]): EvidenceLine[] {
  const answered = tuples.filter((one) => one.status < 300);
  const chosen = [...new Set([...answered.slice(0, 3), ...tuples.slice(0, 3), ...tuples.slice(-2)])].sort((a, b) =>
    a.first < b.first ? -1 : 1,
  );
  return chosen.map((one) => lineOf({ ...one, at: one.first }));
}
