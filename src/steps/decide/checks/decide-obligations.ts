import type { Regime } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';
import type { Severity } from './assess-severity.ts';
import { completeFacts, type Facts } from './facts.ts';
import { type Duty, type Hearing, hearRegime, judgeRegime, type RegimeSaid } from './judge-regime.ts';
import { judgeRisk, type Risk, type RuleSaid } from './judge-risk.ts';
import { type Asked, pickRegimes } from './pick-regimes.ts';

export type { Duty } from './judge-regime.ts';

export interface Outcome {
  readonly severity: Severity;
  /** The law that the three answers below are of: the GDPR, or the first other that applies where it does not. */
  readonly home: string;
  readonly register: Duty;
  readonly authority: Duty;
  readonly people: Duty;
  /** Only for a processor: whether the controller must be told. */
  readonly controller: Duty;
  /** Every duty of every law that was asked. */
  readonly duties: readonly Duty[];
  readonly regimes: readonly Omit<RegimeSaid, 'duties'>[];
  /** Every floor and every `unlikely`, with what it says on these facts. */
  readonly rules: readonly RuleSaid[];
}

/**
 * What follows from the stated facts, law by law: register, authority, people and others, each yes, no or unknown with its reasons and
 * deadline. Pure: no clock, no I/O. It never says that somebody is legally safe.
 */
export function decideObligations(stated: Facts, law: LawTables, asked: Asked = {}): Outcome {
  const facts = completeFacts(stated);
  const risk = judgeRisk(facts, law);
  const hearings = new Map(pickRegimes(law.regimes, asked).map((regime) => [regime, hearRegime(regime, facts, risk, law)] as const));
  const said = [...hearings.values()].map((hearing) => hearing.said);
  const outcome = composeOutcome(risk, said, () => judgeRegime(law.gdpr, facts, risk, law));
  bases.set(outcome, { stated, law, facts, risk, hearings });
  return outcome;
}

/** What an outcome was judged by, so that it can be judged anew with one fact changed. */
export interface Basis {
  readonly stated: Facts;
  readonly law: LawTables;
  /** Complete. */
  readonly facts: Facts;
  readonly risk: Risk;
  readonly hearings: ReadonlyMap<Regime, Hearing>;
}

const bases = new WeakMap<Outcome, Basis>();

/** What an outcome of these facts under this law was judged by; undefined when it is of others. */
export function basisOf(outcome: Outcome, stated: Facts, law: LawTables): Basis | undefined {
  const basis = bases.get(outcome);
  return basis?.stated === stated && basis.law === law ? basis : undefined;
}

/** Puts the outcome together; `gdpr` judges the GDPR where it was not among the laws that were asked. */
export function composeOutcome(risk: Risk, said: readonly RegimeSaid[], gdpr: () => RegimeSaid): Outcome {
  const first = said.find(({ id }) => id === 'gdpr');
  const other = said.find(({ applies, duties }) => applies === 'yes' && duties.some(({ to }) => to === 'authority'));
  const home = first && first.applies !== 'no' ? first : (other ?? first ?? gdpr());
  return {
    severity: risk.severity,
    home: home.id,
    register: dutyTo('register', home, gdpr),
    authority: dutyTo('authority', home, gdpr),
    people: dutyTo('people', home, gdpr),
    controller: dutyTo('controller', home, gdpr),
    duties: said.flatMap(({ duties }) => duties),
    regimes: said.map(({ duties: _duties, ...rest }) => rest),
    rules: risk.rules,
  };
}

function dutyTo(to: Duty['to'], home: RegimeSaid, gdpr: () => RegimeSaid): Duty {
  const rows = home.duties.filter((duty) => duty.to === to);
  const row = rows.find(({ answer }) => answer === 'yes') ?? rows.find(({ answer }) => answer === 'unknown') ?? rows[0];
  const found = row ?? gdpr().duties.find((duty) => duty.to === to);
  if (!found) throw new RangeError(`no law names a duty to ${to}`);
  return found;
}
