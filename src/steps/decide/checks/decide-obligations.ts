import type { LawTables } from '../tables.ts';
import { assessSeverity, type Severity } from './assess-severity.ts';
import { both, evaluateCondition, type Reading } from './evaluate-condition.ts';
import type { FactName } from './fact-table.ts';
import { type Answer, choiceOf, completeFacts, type Facts, listOf } from './facts.ts';

interface Reason {
  /** Id of a rule in the law's tables. */
  readonly rule: string;
  readonly text: string;
  readonly facts: readonly FactName[];
}

export interface Duty {
  readonly to: 'register' | 'authority' | 'people' | 'controller';
  readonly answer: Answer;
  readonly reasons: readonly Reason[];
}

export interface Outcome {
  readonly severity: Severity;
  readonly register: Duty;
  readonly authority: Duty;
  readonly people: Duty;
  /** Only for a processor: whether the controller must be told. */
  readonly controller: Duty;
  /** Every floor and every `unlikely`, with what it says on these facts. */
  readonly rules: readonly { readonly id: string; readonly kind: 'floor' | 'unlikely'; readonly title: string; readonly holds: Answer }[];
}

interface Judged {
  readonly rule: LawTables['floors']['rules'][number];
  readonly holds: Answer;
  readonly seen: readonly FactName[];
}

const harms = ['confidentiality', 'integrity', 'availability'] as const;

/**
 * What follows from the stated facts: register, authority, people. Rules over facts, never the recognition of a case; an unknown fact
 * gives `unknown` wherever a `yes` is still possible. Pure. It never says that somebody is legally safe.
 */
export function decideObligations(stated: Facts, law: LawTables): Outcome {
  const facts = completeFacts(stated);
  const severity = assessSeverity(facts, law.severity);
  const judged = law.floors.rules.map((rule): Judged => {
    const seen = new Set<FactName>();
    const reading: Reading = { facts, named: law.floors.named, likelyCounts: rule.kind === 'floor', seen };
    return { rule, holds: evaluateCondition(rule.when, reading), seen: [...seen] };
  });
  const rules = judged.map(({ rule, holds }) => ({ id: rule.id, kind: rule.kind, title: rule.title, holds }));
  const register = judgeRegister(facts, law);
  if (choiceOf(facts, 'role') === 'processor') return { severity, rules, ...dutiesOfProcessor(register, law) };
  const authority = register.answer === 'no' ? follows('authority', register, law) : judgeAuthority(judged, law);
  const people = register.answer === 'no' ? follows('people', register, law) : judgePeople(judged, authority, severity, facts, law);
  return { severity, rules, register, authority, people, controller: { to: 'controller', answer: 'no', reasons: [] } };
}

function judgeRegister(facts: Facts, law: LawTables): Duty {
  const row = dutyRow(law, 'register');
  const data = listOf(facts, 'categories');
  const spared = harms.map((name): Answer => {
    const choice = choiceOf(facts, name);
    if (choice === null) return 'unknown';
    return choice === 'none' && facts[name]?.certainty === 'confirmed' ? 'yes' : choice === 'none' ? 'unknown' : 'no';
  });
  const noData: Answer = data.items.length > 0 ? 'no' : data.complete ? 'yes' : 'unknown';
  const none = both(spared);
  const answer: Answer = none === 'yes' || noData === 'yes' ? 'no' : none === 'no' && noData === 'no' ? 'yes' : 'unknown';
  const text = answer === 'no' ? (row.not_because ?? row.because) : row.because;
  return { to: 'register', answer, reasons: [{ rule: row.id, text, facts: [...harms, 'categories'] }] };
}

function judgeAuthority(judged: readonly Judged[], law: LawTables): Duty {
  const row = dutyRow(law, 'authority');
  const floors = judged.filter(({ rule }) => rule.kind === 'floor');
  const held = floors.filter(({ holds }) => holds === 'yes');
  if (held.length > 0) return { to: 'authority', answer: 'yes', reasons: [...held.map(reasonOf), reason(row.id, row.does)] };
  const covered = harms.map((harm) => {
    const rows = judged.filter(({ rule }) => rule.kind === 'unlikely' && rule.harm === harm);
    return { rows, answer: anyOf(rows.map(({ holds }) => holds)) };
  });
  const unlikely = both(covered.map(({ answer }) => answer));
  if (unlikely === 'no') {
    const missing = covered.filter(({ answer }) => answer === 'no').flatMap(({ rows }) => rows.flatMap(({ seen }) => seen));
    return { to: 'authority', answer: 'yes', reasons: [{ rule: row.id, text: row.because, facts: [...new Set(missing)] }] };
  }
  const openFloors = floors.filter(({ holds }) => holds === 'unknown');
  if (unlikely === 'unknown' || openFloors.length > 0) {
    const open = [...openFloors, ...covered.filter(({ answer }) => answer === 'unknown').flatMap(({ rows }) => rows.filter(isOpen))];
    return unknownDuty('authority', open, law);
  }
  const because = covered.flatMap(({ rows }) => rows.filter(({ holds }) => holds === 'yes'));
  return { to: 'authority', answer: 'no', reasons: [...because.map(reasonOf), reason(row.id, row.not_because ?? row.because)] };
}

function judgePeople(judged: readonly Judged[], authority: Duty, severity: Severity, facts: Facts, law: LawTables): Duty {
  const row = dutyRow(law, 'people');
  const floors = judged.filter(({ rule }) => rule.kind === 'floor' && rule.gives.people === 'yes');
  const held = floors.filter(({ holds }) => holds === 'yes');
  if (held.length > 0) return { to: 'people', answer: 'yes', reasons: [...held.map(reasonOf), reason(row.id, row.does)] };
  if (authority.answer === 'no') {
    return { to: 'people', answer: 'no', reasons: [...authority.reasons, reason(row.id, row.not_because ?? row.because)] };
  }
  const openFloors = floors.filter(({ holds }) => holds === 'unknown');
  const score = scoreReason(severity, law);
  const spared = exemption(judged, facts, law);
  const bySeverity: Answer = severity.low >= law.severity.people_from ? 'yes' : severity.high < law.severity.people_from ? 'no' : 'unknown';
  if (spared && openFloors.length === 0) return { to: 'people', answer: 'no', reasons: [spared, score] };
  if (bySeverity === 'yes' && !spared && authority.answer === 'yes') {
    return { to: 'people', answer: 'yes', reasons: [score, reason(row.id, row.does)] };
  }
  if (bySeverity === 'no' && openFloors.length === 0) {
    return { to: 'people', answer: 'no', reasons: [score, reason(row.id, row.not_because ?? row.because)] };
  }
  const open = unknownDuty('people', openFloors, law);
  return { ...open, reasons: [score, ...open.reasons] };
}

/** Art. 34(3)(a) and (b). They take a duty away that rests on the score alone; a floor that holds stays. */
function exemption(judged: readonly Judged[], facts: Facts, law: LawTables): Reason | null {
  const encrypted = judged.some(({ rule, holds }) => rule.id === 'F-12' && holds === 'yes');
  const available =
    anyOf(judged.filter(({ rule }) => rule.kind === 'unlikely' && rule.harm === 'availability').map(({ holds }) => holds)) === 'yes';
  const row = (id: string) => law.gdpr.exemptions.find((candidate) => candidate.id === id);
  if (encrypted && available) return { rule: 'GDPR-34-3-a', text: row('GDPR-34-3-a')?.text ?? '', facts: ['encryption', 'availability'] };
  const removed = facts.highRiskRemoved;
  if (removed?.value === 'yes' && removed.certainty === 'confirmed') {
    return { rule: 'GDPR-34-3-b', text: row('GDPR-34-3-b')?.text ?? '', facts: ['highRiskRemoved'] };
  }
  return null;
}

function scoreReason(severity: Severity, law: LawTables): Reason {
  const range = severity.low === severity.high ? severity.low.toFixed(2) : `${severity.low.toFixed(2)} to ${severity.high.toFixed(2)}`;
  const band = severity.bandLow === severity.bandHigh ? severity.bandLow : `${severity.bandLow} to ${severity.bandHigh}`;
  const facts = [...new Set(severity.factors.flatMap((factor) => factor.facts))];
  return { rule: 'ENISA-SE', text: `Severity ${range} (${band}); people are told from ${law.severity.people_from.toFixed(2)}.`, facts };
}

function follows(to: 'authority' | 'people', register: Duty, law: LawTables): Duty {
  const row = dutyRow(law, to);
  return { to, answer: 'no', reasons: [...register.reasons, reason(row.id, row.not_because ?? row.because)] };
}

function dutiesOfProcessor(register: Duty, law: LawTables): Pick<Outcome, 'register' | 'authority' | 'people' | 'controller'> {
  const row = dutyRow(law, 'controller');
  const because: Reason = { rule: row.id, text: row.because, facts: ['role'] };
  const answer = register.answer;
  return {
    register: { to: 'register', answer: 'no', reasons: [because] },
    authority: { to: 'authority', answer: 'no', reasons: [because] },
    people: { to: 'people', answer: 'no', reasons: [because] },
    controller: { to: 'controller', answer, reasons: [reason(row.id, row.does)] },
  };
}

function unknownDuty(to: Duty['to'], open: readonly Judged[], law: LawTables): Duty {
  const unknown = law.floors.when_unknown;
  return { to, answer: 'unknown', reasons: [reason(unknown.id, unknown.title), ...open.map(reasonOf)] };
}

function dutyRow(law: LawTables, to: Duty['to']): LawTables['gdpr']['duties'][number] {
  const row = law.gdpr.duties.find((candidate) => candidate.to === to);
  if (!row) throw new RangeError(`the regime has no duty to ${to}`);
  return row;
}

function reason(rule: string, text: string): Reason {
  return { rule, text, facts: [] };
}

function reasonOf({ rule, seen }: Judged): Reason {
  return { rule: rule.id, text: rule.title, facts: seen };
}

function isOpen({ holds }: Judged): boolean {
  return holds === 'unknown';
}

function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}
