import type { LawTables } from '../tables.ts';
import { type Severity, scoreSeverity, severityFacts } from './assess-severity.ts';
import { readCondition } from './compile-condition.ts';
import { type Earlier, isUnchanged } from './earlier.ts';
import { anyOf, both, type JudgedName } from './evaluate-condition.ts';
import { type FactName, factRow } from './fact-table.ts';
import { type Answer, choiceOf, type Fact, type Facts, listOf } from './facts.ts';

export interface Reason {
  /** Id of a rule in the law's tables. */
  readonly rule: string;
  readonly text: string;
  readonly facts: readonly FactName[];
  /** What the rule itself says, where that is not what the answer says: a ground that is not there. */
  readonly holds?: Answer;
}

/** One question about the breach itself, before any law is asked. */
export interface Judgement {
  readonly answer: Answer;
  readonly reasons: readonly Reason[];
}

/** What a floor or an `unlikely` says on these facts. */
export interface RuleSaid {
  readonly id: string;
  readonly kind: 'floor' | 'unlikely';
  readonly title: string;
  readonly holds: Answer;
}

export interface Risk {
  readonly severity: Severity;
  readonly rules: readonly RuleSaid[];
  readonly judged: Readonly<Record<JudgedName, Judgement & { readonly facts: readonly FactName[] }>>;
  /** Each rule with the facts that it looked at. */
  readonly weighed: readonly Judged[];
}

interface Judged {
  readonly rule: LawTables['floors']['rules'][number];
  readonly holds: Answer;
  readonly seen: readonly FactName[];
}

const harms = ['confidentiality', 'integrity', 'availability'] as const;

/**
 * Is it a breach of personal data, does a risk for people follow, a high one? Rules over facts, never the recognition of a case; an
 * unknown fact gives `unknown` wherever a `yes` is still possible. `facts` are complete (`completeFacts`). What was found `earlier` is kept
 * where it looked at nothing that changed. Pure.
 */
export function judgeRisk(facts: Facts, law: LawTables, earlier?: Earlier<Risk>): Risk {
  const severity = earlier && isUnchanged(severityFacts, earlier.changed) ? earlier.found.severity : scoreSeverity(facts, law.severity);
  const judged = law.floors.rules.map((rule, nth): Judged => {
    const old = earlier?.found.weighed[nth];
    if (old?.rule === rule && earlier && isUnchanged(old.seen, earlier.changed)) return old;
    const likely = rule.kind === 'floor' ? 'counts' : 'never-yes';
    const { answer, seen } = readCondition(rule.when, { facts, named: law.floors.named, likely });
    return { rule, holds: answer, seen };
  });
  const rules = judged.map(({ rule, holds }) => ({ id: rule.id, kind: rule.kind, title: rule.title, holds }));
  const breach = judgeBreach(facts, law);
  const risk = breach.answer === 'no' ? breach : judgeAnyRisk(judged, law);
  const high = breach.answer === 'no' ? breach : judgeHighRisk(judged, risk, severity, facts, law);
  return { severity, rules, judged: { breach: withFacts(breach), risk: withFacts(risk), 'high-risk': withFacts(high) }, weighed: judged };
}

/** Which facts it rests on is only gathered when somebody asks. */
function withFacts({ answer, reasons }: Judgement): Risk['judged'][JudgedName] {
  let known: readonly FactName[] | undefined;
  return {
    answer,
    reasons,
    get facts() {
      known ??= [...new Set(reasons.flatMap(({ facts }) => facts))];
      return known;
    },
  };
}

function judgeBreach(facts: Facts, law: LawTables): Judgement {
  const data = listOf(facts, 'categories');
  const spared = harms.map((name): Answer => {
    const choice = choiceOf(facts, name);
    if (choice === null) return 'unknown';
    return choice === 'none' && facts[name]?.certainty === 'confirmed' ? 'yes' : choice === 'none' ? 'unknown' : 'no';
  });
  const noData: Answer = data.items.length > 0 ? 'no' : data.complete ? 'yes' : 'unknown';
  const none = both(spared);
  const answer: Answer = none === 'yes' || noData === 'yes' ? 'no' : none === 'no' && noData === 'no' ? 'yes' : 'unknown';
  const row = answer === 'no' ? law.floors.no_breach : answer === 'yes' ? law.floors.breach : law.floors.when_unknown;
  return { answer, reasons: [{ rule: row.id, text: row.title, facts: [...harms, 'categories'] }] };
}

function judgeAnyRisk(judged: readonly Judged[], law: LawTables): Judgement {
  const floors = judged.filter(({ rule }) => rule.kind === 'floor');
  const held = floors.filter(({ holds }) => holds === 'yes');
  if (held.length > 0) return { answer: 'yes', reasons: held.map(reasonOf) };
  const covered = harms.map((harm) => {
    const rows = judged.filter(({ rule }) => rule.kind === 'unlikely' && rule.harm === harm);
    return { rows, answer: anyOf(rows.map(({ holds }) => holds)) };
  });
  const unlikely = both(covered.map(({ answer }) => answer));
  if (unlikely === 'no') {
    const missing = covered.filter(({ answer }) => answer === 'no').flatMap(({ rows }) => rows.flatMap(({ seen }) => seen));
    const row = law.floors.not_unlikely;
    return { answer: 'yes', reasons: [{ rule: row.id, text: row.title, facts: [...new Set(missing)] }] };
  }
  const openFloors = floors.filter(({ holds }) => holds === 'unknown');
  if (unlikely === 'unknown' || openFloors.length > 0) {
    const open = [...openFloors, ...covered.filter(({ answer }) => answer === 'unknown').flatMap(({ rows }) => rows.filter(isOpen))];
    return unknownBecause(open, law);
  }
  return { answer: 'no', reasons: covered.flatMap(({ rows }) => rows.filter(({ holds }) => holds === 'yes')).map(reasonOf) };
}

function judgeHighRisk(judged: readonly Judged[], risk: Judgement, severity: Severity, facts: Facts, law: LawTables): Judgement {
  const floors = judged.filter(({ rule }) => rule.kind === 'floor' && rule.gives.people === 'yes');
  const held = floors.filter(({ holds }) => holds === 'yes');
  if (held.length > 0) return { answer: 'yes', reasons: held.map(reasonOf) };
  if (risk.answer === 'no') return risk;
  const openFloors = floors.filter(({ holds }) => holds === 'unknown');
  const score = scoreReason(severity, law);
  const spared = exemption(judged, facts, law);
  const from = law.severity.people_from;
  const bySeverity: Answer = severity.low >= from ? 'yes' : gravest(severity, facts, law) < from ? 'no' : 'unknown';
  if (spared && openFloors.length === 0) return { answer: 'no', reasons: [spared, score] };
  if (bySeverity === 'yes' && !spared && risk.answer === 'yes') return { answer: 'yes', reasons: [score] };
  if (bySeverity === 'no' && openFloors.length === 0) return { answer: 'no', reasons: [score] };
  return { answer: 'unknown', reasons: [score, ...unknownBecause(openFloors, law).reasons] };
}

const everyGroup: Fact = { value: factRow('subgroups').options ?? [], certainty: 'confirmed' };

/** The highest score that is possible while it is not known who needs more care: any group may be among the people. */
function gravest({ high }: Severity, facts: Facts, law: LawTables): number {
  if (high >= law.severity.people_from || listOf(facts, 'subgroups').complete) return high;
  return Math.max(high, scoreSeverity({ ...facts, subgroups: everyGroup }, law.severity).high);
}

/** Art. 34(3)(a) and (b). They take a duty away that rests on the score alone; a floor that holds stays. */
function exemption(judged: readonly Judged[], facts: Facts, law: LawTables): Reason | null {
  const encrypted = judged.some(({ rule, holds }) => rule.id === 'F-12' && holds === 'yes');
  const available =
    anyOf(judged.filter(({ rule }) => rule.kind === 'unlikely' && rule.harm === 'availability').map(({ holds }) => holds)) === 'yes';
  const row = (id: string) => law.floors.exemptions.find((candidate) => candidate.id === id);
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

function unknownBecause(open: readonly Judged[], law: LawTables): Judgement {
  const { id, title } = law.floors.when_unknown;
  return { answer: 'unknown', reasons: [{ rule: id, text: title, facts: [] }, ...open.map(reasonOf)] };
}

function reasonOf({ rule, seen }: Judged): Reason {
  return { rule: rule.id, text: rule.title, facts: seen };
}

function isOpen({ holds }: Judged): boolean {
  return holds === 'unknown';
}
