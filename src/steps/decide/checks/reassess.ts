import type { Regime } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import { severityFacts } from './assess-severity.ts';
import { compileCondition } from './compile-condition.ts';
import { basisOf, composeOutcome, type Duty, type Outcome } from './decide-obligations.ts';
import { type FactName, factNames } from './fact-table.ts';
import { completeFacts, type Fact, type Facts, factsThatFollow, factsThatLead } from './facts.ts';
import { hearRegime, judgeRegime, type RegimeSaid } from './judge-regime.ts';
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

/** The items of lists that rules name, by fact; `null` where an item counts that none of them names. */
function itemsIn(rules: unknown): ReadonlyMap<FactName, ReadonlySet<string> | null> {
  const found = new Map<FactName, Set<string> | null>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (value !== null && typeof value === 'object') {
      if ('fact' in value && 'only' in value) found.set(value.fact as FactName, null);
      const named = 'has' in value ? value.has : 'stated' in value ? value.stated : undefined;
      if ('fact' in value && named !== undefined && found.get(value.fact as FactName) !== null)
        found.set(value.fact as FactName, new Set([...(found.get(value.fact as FactName) ?? []), ...(named as string[])]));
      for (const item of Object.values(value)) walk(item);
    }
  };
  walk(rules);
  for (const name of severityFacts) found.set(name, null);
  return found;
}

/** What a law looks at: anywhere in it, and where it says whether it applies. */
interface Looks {
  readonly all: ReadonlySet<FactName>;
  readonly scope: ReadonlySet<FactName>;
  readonly scopeAsksForRisk: boolean;
}

interface Index {
  readonly items: ReturnType<typeof itemsIn>;
  readonly risk: ReadonlySet<FactName>;
  readonly laws: ReadonlyMap<Regime, Looks>;
}

const known = new WeakMap<LawTables, Index>();

/** Whether any rule or the score looks at a fact, or at one that follows from it. */
export function isLookedAt(name: FactName, law: LawTables): boolean {
  const { risk, laws } = indexOf(law);
  return risk.has(name) || factsThatLead.has(name) || [...laws.values()].some(({ all }) => all.has(name));
}

/** The part of a list that some rule or the score tells apart: two lists with the same part are judged alike. Pure. */
export function toldApart(name: FactName, items: readonly string[], law: LawTables): readonly string[] {
  const named = indexOf(law).items.get(name);
  return named === null ? items : items.filter((item) => named?.has(item));
}

function indexOf(law: LawTables): Index {
  const found = known.get(law);
  if (found) return found;
  const made = {
    items: itemsIn([law.floors, law.regimes]),
    risk: new Set<FactName>([...factsIn(law.floors), ...severityFacts, 'integrity', 'availability', 'highRiskRemoved']),
    laws: new Map(law.regimes.map((regime) => [regime, looksOf(regime)] as const)),
  };
  known.set(law, made);
  return made;
}

function looksOf(regime: Regime): Looks {
  return {
    all: new Set([...factsIn(regime), 'role'] as const),
    scope: new Set([...factsIn(regime.scope), ...(regime.variants.length > 0 ? (['establishedIn'] as const) : [])]),
    scopeAsksForRisk: compileCondition(regime.scope.when, regime.named).asksForRisk,
  };
}

/** A duty whose answer another value of a fact changes. */
interface Turned {
  readonly was: Duty;
  readonly becomes: Duty;
}

/** The same facts with one of them changed, again and again. */
interface Reassessment {
  /** Its answers are those of `decideObligations`; reasons, deadlines and what is missing may be those of before. */
  readonly outcome: (name: FactName, fact: Fact) => Outcome;
  /** The duties that have another answer then. */
  readonly turned: (name: FactName, fact: Fact) => readonly Turned[];
}

/** Judges anew only what looks at what changed. `outcome` is of these facts, when there is one. Pure. */
export function openReassessment(stated: Facts, law: LawTables, asked: Asked, outcome?: Outcome): Reassessment {
  const index = indexOf(law);
  const basis = outcome && basisOf(outcome, stated, law);
  const before = basis?.facts ?? completeFacts(stated);
  const risk = basis?.risk ?? judgeRisk(before, law);
  const hearings = pickRegimes(law.regimes, asked).map((regime) => ({
    regime,
    found: basis?.hearings.get(regime) ?? hearRegime(regime, before, risk, law),
    looks: index.laws.get(regime) ?? looksOf(regime),
    byRisk: new Map<string, RegimeSaid>(),
  }));
  const reopen = (name: FactName, fact: Fact) => {
    // Only a fact from which others follow makes more than itself new.
    const after = factsThatLead.has(name) ? completeFacts({ ...stated, [name]: fact }) : { ...before, [name]: fact };
    const changed = whatChanged(name, before, after);
    const judged = looksAt(index.risk, changed) ? judgeRisk(after, law, { found: risk, changed }) : risk;
    const weighty = answersOf(risk) === answersOf(judged) ? risk : judged;
    const hear = ({ regime, found, looks, byRisk }: (typeof hearings)[number]): RegimeSaid => {
      const isOut = found.scope.answer === 'no' && !looks.scopeAsksForRisk && !looksAt(looks.scope, changed);
      const isTouched = looksAt(looks.all, changed);
      if (isOut || (!isTouched && weighty === risk)) return found.said;
      const again = () => hearRegime(regime, after, weighty, law, { found, changed }).said;
      if (isTouched) return again();
      // Only the risk is another: what a law answers then depends on nothing else that changed.
      const said = byRisk.get(answersOf(weighty)) ?? again();
      byRisk.set(answersOf(weighty), said);
      return said;
    };
    return { after, judged, hear };
  };
  return {
    outcome: (name, fact) => {
      const { after, judged, hear } = reopen(name, fact);
      return composeOutcome(judged, hearings.map(hear), () => judgeRegime(law.gdpr, after, judged, law));
    },
    turned: (name, fact) => {
      const { hear } = reopen(name, fact);
      return hearings.flatMap((hearing) => turnedDuties(hearing.found.said, hear(hearing)));
    },
  };
}

/** The same duty stands at the same place; a country's own duties stand after the others. */
function turnedDuties(was: RegimeSaid, becomes: RegimeSaid): Turned[] {
  if (was === becomes) return [];
  const rows: Turned[] = [];
  for (const [nth, duty] of becomes.duties.entries()) {
    const old = was.duties[nth];
    if (old && old.id === duty.id && old.answer !== duty.answer) rows.push({ was: old, becomes: duty });
  }
  return rows;
}

/** The fact itself, and those that follow from it. */
function whatChanged(name: FactName, before: Facts, after: Facts): readonly FactName[] {
  const follow = factsThatLead.has(name) ? factsThatFollow.filter((one) => one !== name) : [];
  return [name, ...follow].filter((one) => !same(before[one], after[one]));
}

function looksAt(looked: ReadonlySet<FactName> | undefined, changed: readonly FactName[]): boolean {
  for (const one of changed) if (looked?.has(one)) return true;
  return false;
}

function same(a: Fact | undefined, b: Fact | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.value === b.value && a.certainty === b.certainty);
}

function answersOf({ judged }: Risk): string {
  return `${judged.breach.answer} ${judged.risk.answer} ${judged['high-risk'].answer}`;
}
