import type { LawTables } from '../tables.ts';
import { closeDescription } from './close-description.ts';
import { timeLeft } from './compute-deadline.ts';
import { type Duty, decideObligations } from './decide-obligations.ts';
import { factNames } from './fact-table.ts';
import { type Answer, completeFacts, type Facts } from './facts.ts';
import { findCounterfactuals, findOpenQuestions, type OpenQuestion } from './find-open-questions.ts';
import type { Asked } from './pick-regimes.ts';

/**
 * The document `shopbell assess --json` prints: `ask` stands for an answer that depends on a fact that is not known. Unless it is strict, the
 * facts are a whole description whose silence says something (`closeDescription`).
 */
export function summarizeOutcome(stated: Facts, law: LawTables, now: Date, asked: Asked & { readonly isStrict?: boolean } = {}) {
  const { isStrict = false, ...which } = asked;
  const laws = { at: now, ...which };
  const facts = isStrict ? stated : closeDescription(stated);
  const outcome = decideObligations(facts, law, laws);
  const questions = findOpenQuestions(facts, law, outcome, laws);
  const duties = outcome.duties.filter(({ to, answer }) => to !== 'controller' || answer !== 'no');
  const complete = completeFacts(facts);
  return {
    schema: 'shopbell-assessment/1',
    at: now.toISOString(),
    severity: severityOf(outcome.severity),
    duties: duties.map((duty) => dutyOf(duty, questions, now)),
    regimes: outcome.regimes.map(({ id, applies, variant }) => ({ id, applies: said(applies), variant })),
    floors: outcome.rules.filter((rule) => rule.holds !== 'no').map((rule) => ({ ...rule, holds: said(rule.holds) })),
    /** Facts that nobody stated and that were taken to hold. */
    assumed: factNames.flatMap((name) => {
      const fact = complete[name];
      return stated[name] === undefined && fact !== undefined ? [{ fact: name, value: fact.value, because: fact.evidence ?? '' }] : [];
    }),
    counterfactuals: findCounterfactuals(facts, law, outcome, laws).map(({ fact, to, changes }) => ({
      fact,
      to,
      changes: changes.map((change) => ({ ...change, from: said(change.from), to: said(change.to) })),
    })),
    notice: 'This says what follows from the stated facts. It does not replace the legal assessment.',
  };
}

function said(answer: Answer): 'yes' | 'no' | 'ask' {
  return answer === 'unknown' ? 'ask' : answer;
}

export type Assessment = ReturnType<typeof summarizeOutcome>;

function severityOf(severity: ReturnType<typeof decideObligations>['severity']) {
  const number = (name: string) => {
    const row = severity.factors.find((one) => one.factor === name);
    return row && row.low === row.high ? row.low : null;
  };
  return {
    dpc: number('dpc'),
    ei: number('ei'),
    cb: { c: number('confidentiality'), i: number('integrity'), a: number('availability'), malicious: number('malicious') },
    se: severity.low === severity.high ? severity.low : null,
    range: { low: severity.low, high: severity.high },
    band: severity.band,
    flags: severity.flags,
    reasons: severity.factors.map(({ factor, low, high, because, facts }) => ({ factor, low, high, because, facts })),
  };
}

function dutyOf(duty: Duty, questions: readonly OpenQuestion[], now: Date) {
  const open = new Set(duty.answer === 'unknown' ? duty.reasons.flatMap(({ facts }) => facts) : []);
  return {
    regime: duty.regime,
    id: duty.id,
    to: duty.to,
    stage: duty.stage,
    answer: said(duty.answer),
    does: duty.does,
    reasons: duty.reasons.map(reasonOf),
    questions: questions.flatMap(({ fact, asks, flips }) => {
      const own = flips.flatMap((flip) => {
        const change = flip.changes.find(({ id }) => id === duty.id);
        return change ? [{ if: flip.to, answer: said(change.to) }] : [];
      });
      return own.length > 0 || open.has(fact) ? [{ fact, asks, flips: own }] : [];
    }),
    deadline: duty.deadline === null ? null : deadlineOf(duty.deadline, now),
    recipients: duty.recipients,
    missing: duty.missing,
  };
}

function reasonOf({ holds, ...reason }: Duty['reasons'][number]): typeof reason & { readonly holds?: ReturnType<typeof said> } {
  return holds === undefined ? reason : { ...reason, holds: said(holds) };
}

function deadlineOf({ anchor, at, limit }: NonNullable<Duty['deadline']>, now: Date) {
  const { from: _from, ...term } = limit;
  const left = at === null ? null : Math.round(timeLeft(new Date(at), now) / 1000);
  return { anchor, at, left, term };
}
