import type { LawTables } from '../tables.ts';
import { computeDeadline, timeLeft } from './compute-deadline.ts';
import { type Duty, decideObligations } from './decide-obligations.ts';
import type { Facts } from './facts.ts';
import { findCounterfactuals, findOpenQuestions } from './find-open-questions.ts';

/** The document `shopbell assess --json` prints: `ask` stands for an answer that depends on a fact that is not known. */
export function summarizeOutcome(facts: Facts, law: LawTables, now: Date) {
  const outcome = decideObligations(facts, law);
  const { severity } = outcome;
  const exact = severity.low === severity.high;
  const factor = (name: string) => severity.factors.find((row) => row.factor === name);
  const number = (name: string) => {
    const row = factor(name);
    return row && row.low === row.high ? row.low : null;
  };
  const questions = findOpenQuestions(facts, law, outcome);
  const duties = [outcome.register, outcome.authority, outcome.people, ...(outcome.controller.answer === 'no' ? [] : [outcome.controller])];
  return {
    schema: 'shopbell-assessment/1',
    at: now.toISOString(),
    severity: {
      dpc: number('dpc'),
      ei: number('ei'),
      cb: { c: number('confidentiality'), i: number('integrity'), a: number('availability'), malicious: number('malicious') },
      se: exact ? severity.low : null,
      range: { low: severity.low, high: severity.high },
      band: severity.band,
      flags: severity.flags,
      reasons: severity.factors.map(({ factor: name, low, high, because }) => ({ factor: name, low, high, because })),
    },
    duties: duties.map((duty) => ({
      regime: law.gdpr.id,
      to: duty.to,
      answer: duty.answer === 'unknown' ? 'ask' : duty.answer,
      reasons: duty.reasons,
      questions: questions.filter(
        ({ flips }) => flips.length === 0 || flips.some((flip) => flip.changes.some((change) => change.duty === duty.to)),
      ),
      deadline: deadlineOf(duty, facts, law, now),
    })),
    floors: outcome.rules.filter((rule) => rule.holds !== 'no'),
    counterfactuals: findCounterfactuals(facts, law, outcome),
    notice: 'This says what follows from the stated facts. It does not replace the legal assessment.',
  };
}

export type Assessment = ReturnType<typeof summarizeOutcome>;

function deadlineOf(duty: Duty, facts: Facts, law: LawTables, now: Date) {
  const hours = law.gdpr.duties.find((row) => row.to === duty.to)?.hours;
  if (hours === undefined || duty.answer === 'no') return null;
  const aware = facts.awareAt;
  if (!aware || aware.certainty === 'unknown' || typeof aware.value !== 'string') return { anchor: 'aware', at: null, leftSeconds: null };
  const at = computeDeadline(new Date(aware.value), hours);
  return { anchor: 'aware', at: at.toISOString(), leftSeconds: Math.round(timeLeft(at, now) / 1000) };
}
