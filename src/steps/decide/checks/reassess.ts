import type { Regime } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import { severityFacts } from './assess-severity.ts';
import { composeOutcome, type Outcome } from './decide-obligations.ts';
import { type FactName, factNames } from './fact-table.ts';
import { completeFacts, type Fact, type Facts, factsThatFollow } from './facts.ts';
import { judgeRegime, type RegimeSaid } from './judge-regime.ts';
import { judgeRisk, type Risk } from './judge-risk.ts';
import { type Asked, pickRegimes } from './pick-regimes.ts';

const factName = new Set<string>(factNames);

/** The facts that rules look at, wherever they stand in them. Places are weighed against the number of people. */
function factsIn(rules: unknown): ReadonlySet<FactName> {
  const found = new Set<FactName>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (value !== null && typeof value === 'object') {
      if ('fact' in value && factName.has(String(value.fact))) found.add(value.fact as FactName);
      for (const item of Object.values(value)) walk(item);
    }
  };
  walk(rules);
  if (found.has('countries')) found.add('people');
  return found;
}

interface Index {
  readonly risk: ReadonlySet<FactName>;
  readonly laws: ReadonlyMap<Regime, ReadonlySet<FactName>>;
}

const known = new WeakMap<LawTables, Index>();

/** Whether any rule or the score looks at a fact, or at one that follows from it. */
export function isLookedAt(name: FactName, law: LawTables): boolean {
  const { risk, laws } = indexOf(law);
  return risk.has(name) || factsThatFollow.has(name) || [...laws.values()].some((looks) => looks.has(name));
}

function indexOf(law: LawTables): Index {
  const found = known.get(law);
  if (found) return found;
  const made = {
    risk: new Set<FactName>([...factsIn(law.floors), ...severityFacts, 'integrity', 'availability', 'highRiskRemoved']),
    laws: new Map(law.regimes.map((regime): [Regime, ReadonlySet<FactName>] => [regime, new Set([...factsIn(regime), 'role'] as const)])),
  };
  known.set(law, made);
  return made;
}

/**
 * Judges the same facts again and again with one of them changed: only the laws that look at what changed are asked anew. The answers are
 * those of `decideObligations`. Pure.
 */
export function openReassessment(stated: Facts, law: LawTables, asked: Asked): (name: FactName, fact: Fact) => Outcome {
  const index = indexOf(law);
  const before = completeFacts(stated);
  const regimes = pickRegimes(law.regimes, asked);
  const risk = judgeRisk(before, law);
  const said = new Map(regimes.map((regime): [Regime, RegimeSaid] => [regime, judgeRegime(regime, before, risk, law)]));
  return (name, fact) => {
    const after = completeFacts({ ...stated, [name]: fact });
    const changed = factNames.filter((one) => before[one] !== after[one] && !same(before[one], after[one]));
    const riskAfter = changed.some((one) => index.risk.has(one)) ? judgeRisk(after, law) : risk;
    const anew = regimes.map((regime): RegimeSaid => {
      const looks = index.laws.get(regime);
      const old = said.get(regime);
      const isSame = old !== undefined && sameAnswers(risk, riskAfter) && !changed.some((one) => looks?.has(one));
      return isSame ? old : judgeRegime(regime, after, riskAfter, law);
    });
    return composeOutcome(riskAfter, anew, () => judgeRegime(law.gdpr, after, riskAfter, law));
  };
}

function same(a: Fact | undefined, b: Fact | undefined): boolean {
  return a !== undefined && b !== undefined && a.value === b.value && a.certainty === b.certainty;
}

function sameAnswers({ judged: a }: Risk, { judged: b }: Risk): boolean {
  return a.breach.answer === b.breach.answer && a.risk.answer === b.risk.answer && a['high-risk'].answer === b['high-risk'].answer;
}
