import type { Limit, Regime, RegimeDutyRow } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import { compileCondition, readCondition } from './compile-condition.ts';
import { endOfLimit } from './compute-deadline.ts';
import { type Earlier, isUnchanged } from './earlier.ts';
import { anyOf, type Condition, type Reading } from './evaluate-condition.ts';
import type { FactName } from './fact-table.ts';
import { type Answer, choiceOf, type Facts, listOf } from './facts.ts';
import type { Judgement, Reason, Risk } from './judge-risk.ts';
import { dutyLooks, type Rule, ruleNamed } from './regime-index.ts';

/** When a duty ends. `at` is null while its anchor is not known: the clock may be running. */
interface Deadline {
  readonly anchor: FactName;
  /** ISO 8601, UTC. */
  readonly at: string | null;
  readonly limit: Limit;
}

/** One duty of one law, on these facts. */
export interface Duty {
  readonly id: string;
  readonly regime: string;
  readonly to: RegimeDutyRow['to'];
  readonly stage: string | null;
  readonly does: string;
  readonly answer: Answer;
  readonly reasons: readonly Reason[];
  readonly deadline: Deadline | null;
  readonly recipients: readonly string[];
  /** Facts that the notice must contain and that nobody has stated. */
  readonly missing: readonly FactName[];
}

/** What one law says. */
export interface RegimeSaid {
  readonly id: string;
  readonly applies: Answer;
  /** The country whose own reading was used. */
  readonly variant: string | null;
  readonly duties: readonly Duty[];
}

interface Court {
  readonly regime: Regime;
  readonly variant: Regime['variants'][number] | undefined;
  readonly facts: Facts;
  readonly risk: Risk;
  readonly law: LawTables;
  readonly rules: RulesJudged;
  readonly scope: { readonly answer: Answer; readonly reason: Reason };
  readonly earlier: Earlier<Hearing> | undefined;
  readonly isRiskSame: boolean;
  /** Whether role, scope and country are what they were before. */
  readonly isAsBefore: boolean;
}

type RuleJudged = { readonly holds: Answer; readonly reason: Reason };

/** How a rule is read: where it gives a duty, a likely fact never says no; where it takes one away, it never says yes. */
type Judging = 'never-no' | 'never-yes';

/** What each rule said already, by how it was read. */
type RulesJudged = Readonly<Record<Judging, Map<Rule, RuleJudged>>>;

/** What one law says, and what it was found by. */
export interface Hearing {
  readonly said: RegimeSaid;
  readonly risk: Risk;
  readonly rules: RulesJudged;
  readonly scope: Court['scope'];
}

/**
 * One law on these facts: each duty yes, no or unknown with the rules and facts that say so. A likely fact never takes a duty away. `facts`
 * are complete (`completeFacts`). Pure.
 */
export function judgeRegime(regime: Regime, facts: Facts, risk: Risk, law: LawTables): RegimeSaid {
  return hearRegime(regime, facts, risk, law).said;
}

/**
 * The same. With what was found `earlier`: of a duty that stood there only the answer is new, and is kept where it looked at nothing that
 * changed; reasons, deadline and what is missing are those of before. Pure.
 */
export function hearRegime(regime: Regime, facts: Facts, risk: Risk, law: LawTables, earlier?: Earlier<Hearing>): Hearing {
  const main = listOf(facts, 'establishedIn').items[0];
  const variant = regime.variants.find(({ place }) => place === main);
  const isRiskSame = earlier?.found.risk === risk;
  const looks = compileCondition(regime.scope.when, regime.named);
  const isScopeSame = earlier && isUnchanged(looks.facts, earlier.changed) && (isRiskSame || !looks.asksForRisk);
  const scope = isScopeSame ? earlier.found.scope : judgeScope(regime, facts, risk, law);
  const isAsBefore =
    earlier !== undefined &&
    earlier.found.scope.answer === scope.answer &&
    !earlier.changed.includes('role') &&
    earlier.found.said.variant === (variant?.place ?? null);
  const court: Court = {
    regime,
    variant,
    facts,
    risk,
    law,
    rules: { 'never-no': new Map(), 'never-yes': new Map() },
    scope,
    earlier,
    isRiskSame,
    isAsBefore,
  };
  const rows = [...regime.duties, ...(variant?.duties ?? [])];
  const duties = rows.map((row, nth) => judgeDuty(row, court, nth));
  return { said: { id: regime.id, applies: scope.answer, variant: variant?.place ?? null, duties }, risk, rules: court.rules, scope };
}

function judgeScope(regime: Regime, facts: Facts, risk: Risk, law: LawTables): Court['scope'] {
  const { answer, seen } = read({ regime, facts, law, risk }, regime.scope.when, 'never-no');
  return { answer, reason: { rule: `${regime.id.toUpperCase()}-SCOPE`, text: regime.scope.title, facts: seen, holds: answer } };
}

function read(
  { facts, regime, law, risk }: Pick<Court, 'regime' | 'facts' | 'law' | 'risk'>,
  when: Condition,
  likely: Reading['likely'],
): { readonly answer: Answer; readonly seen: readonly FactName[] } {
  return readCondition(when, { facts, named: regime.named, groups: law.groups, likely, judged: risk.judged });
}

function judgeRule(id: string, court: Court, likely: Judging): RuleJudged {
  const { rule, looks } = ruleNamed(id, court.regime);
  const known = court.rules[likely].get(rule);
  if (known) return known;
  const { earlier, isRiskSame } = court;
  const isSame = earlier && isUnchanged(looks.facts, earlier.changed) && (isRiskSame || !looks.asksForRisk);
  const found = (isSame ? earlier.found.rules[likely].get(rule) : undefined) ?? judgeRuleAnew(rule, court, likely);
  court.rules[likely].set(rule, found);
  return found;
}

/** Whether everything that this duty's answer looks at is what it was before. */
function isUntouched(row: RegimeDutyRow, { earlier, isAsBefore, isRiskSame, scope, regime }: Court): boolean {
  if (!earlier || !isAsBefore) return false;
  if (scope.answer === 'no') return true;
  const looks = dutyLooks(row, regime);
  return (isRiskSame || !looks.asksForRisk) && isUnchanged(looks.facts, earlier.changed);
}

function judgeRuleAnew(rule: Rule, court: Court, likely: Judging): RuleJudged {
  const { answer, seen } = read(court, rule.when, likely);
  return { holds: answer, reason: { rule: rule.id, text: rule.title, facts: seen, holds: answer } };
}

function judgeDuty(row: RegimeDutyRow, court: Court, nth: number): Duty {
  const old = court.earlier?.found.said.duties[nth];
  if (old?.id === row.id && isUntouched(row, court)) return old;
  if (old?.id === row.id) {
    const answer = answerAnew(row, court);
    return answer === old.answer ? old : { ...old, answer };
  }
  const { answer, reasons } = answerDuty(row, court);
  const { regime, variant, facts } = court;
  const national =
    variant && answer !== 'no'
      ? [{ rule: `${regime.id.toUpperCase()}-${variant.place}`, text: variant.note, facts: ['establishedIn' as const] }]
      : [];
  const limits = variant?.limits[row.id] ?? row.limits;
  return {
    id: row.id,
    regime: regime.id,
    to: row.to,
    stage: row.stage ?? null,
    does: row.does,
    answer,
    reasons: [...reasons, ...national],
    deadline: answer === 'no' ? null : deadlineOf(limits, court),
    recipients: variant?.recipients ?? row.recipients,
    missing: answer === 'no' ? [] : row.contains.filter((name) => facts[name] === undefined || facts[name].certainty === 'unknown'),
  };
}

function answerDuty(row: RegimeDutyRow, court: Court): Judgement {
  const does = { rule: row.id, text: row.does, facts: [] };
  const not: Reason = { rule: row.id, text: row.not_because, facts: [] };
  const applies = appliesTo(row, court);
  if (applies.answer === 'no') return { answer: 'no', reasons: [...applies.reasons, not] };
  const grounds = groundsOf(row, court);
  const exempts = row.unless.map((id) => judgeRule(id, court, 'never-yes'));
  const spared = anyOf(exempts.map(({ holds }) => holds));
  if (grounds.answer === 'no') return { answer: 'no', reasons: [...grounds.reasons, not] };
  if (spared === 'yes')
    return { answer: 'no', reasons: [...exempts.filter(({ holds }) => holds === 'yes').map(({ reason }) => reason), not] };
  if (grounds.answer === 'yes' && spared === 'no' && applies.answer === 'yes')
    return { answer: 'yes', reasons: [...grounds.reasons, does] };
  const open = exempts.filter(({ holds }) => holds === 'unknown').map(({ reason }) => reason);
  return { answer: 'unknown', reasons: [...applies.reasons, ...grounds.reasons, ...open] };
}

/** The same answer without its reasons: what changes an answer is tried hundreds of times. */
function answerAnew(row: RegimeDutyRow, court: Court): Answer {
  const { scope, regime, facts, risk } = court;
  if (scope.answer === 'no') return 'no';
  const role = choiceOf(facts, 'role');
  if (row.who === 'controller' && role === 'processor') return 'no';
  if (row.who === 'processor' && role !== null && role !== 'processor') return 'no';
  const holds = (likely: Judging) => (id: string) => holdsAnew(id, court, likely);
  const grounds = row.judged === undefined ? anyOf((row.any_of ?? []).map(holds('never-no'))) : risk.judged[row.judged].answer;
  if (grounds === 'no') return 'no';
  const spared = row.unless.length === 0 ? 'no' : anyOf(row.unless.map(holds('never-yes')));
  if (spared === 'yes') return 'no';
  const mayNot = (scope.answer === 'unknown' && regime.scope.unknown === 'ask') || (row.who === 'processor' && role === null);
  return grounds === 'yes' && spared === 'no' && !mayNot ? 'yes' : 'unknown';
}

function holdsAnew(id: string, court: Court, likely: Judging): Answer {
  const { rule, looks } = ruleNamed(id, court.regime);
  const { earlier, isRiskSame, facts, regime, law, risk } = court;
  const isSame = earlier && isUnchanged(looks.facts, earlier.changed) && (isRiskSame || !looks.asksForRisk);
  const known = isSame ? earlier.found.rules[likely].get(rule) : undefined;
  if (known) return known.holds;
  return compileCondition(rule.when, regime.named).ask({ facts, named: regime.named, groups: law.groups, likely, judged: risk.judged });
}

/** Whether the law, and this duty of it, concerns the organisation at all. */
function appliesTo(row: RegimeDutyRow, { scope, regime, facts }: Court): Judgement {
  if (scope.answer === 'no') return { answer: 'no', reasons: [scope.reason] };
  const role = choiceOf(facts, 'role');
  const because: Reason = {
    rule: 'ROLE',
    text: 'Who processes for another tells that controller; the controller has the other duties.',
    facts: ['role'],
  };
  if (row.who === 'controller' && role === 'processor') return { answer: 'no', reasons: [because] };
  if (row.who === 'processor' && role !== null && role !== 'processor') return { answer: 'no', reasons: [{ ...because, facts: ['role'] }] };
  const answer = scope.answer === 'unknown' && regime.scope.unknown === 'ask' ? 'unknown' : 'yes';
  const open = answer === 'unknown' ? [scope.reason] : [];
  return row.who === 'processor' && role === null ? { answer: 'unknown', reasons: [...open, because] } : { answer, reasons: open };
}

function groundsOf(row: RegimeDutyRow, court: Court): Judgement {
  if (row.judged !== undefined) return court.risk.judged[row.judged];
  const rules = (row.any_of ?? []).map((id) => judgeRule(id, court, 'never-no'));
  const answer = anyOf(rules.map(({ holds }) => holds));
  return { answer, reasons: rules.filter(({ holds }) => holds === answer).map(({ reason }) => reason) };
}

function deadlineOf(limits: readonly Limit[], { facts, regime, law }: Court): Deadline | null {
  const isHoliday = (day: string) => law.isHoliday(regime.holidays ?? '', day);
  const ends = limits.map((limit): Deadline => {
    const fact = facts[limit.from];
    const known = fact && fact.certainty !== 'unknown' && typeof fact.value === 'string';
    const at = known ? endOfLimit(limit, new Date(String(fact.value)), { zone: regime.zone, isHoliday }).toISOString() : null;
    return { anchor: limit.from, at, limit };
  });
  const dated = ends.filter(({ at }) => at !== null).sort((a, b) => (String(a.at) < String(b.at) ? -1 : 1));
  return dated[0] ?? ends[0] ?? null;
}
