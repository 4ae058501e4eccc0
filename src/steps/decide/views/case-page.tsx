import { Card, Grid } from '#web/components/card.tsx';
import { FactRow, Facts } from '#web/components/fact-row.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Duty, Outcome } from '../checks/decide-obligations.ts';
import type { FactName } from '../checks/fact-table.ts';
import { factNames } from '../checks/fact-table.ts';
import type { Answer, Facts as CaseFacts } from '../checks/facts.ts';
import type { Flip, OpenQuestion } from '../checks/find-open-questions.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import type { PeopleCount } from '../readers.ts';
import type { CaseRow, DecisionRow } from '../store.ts';
import { DecisionForm, FactForm } from './case-forms.tsx';

export interface CasePageProps {
  readonly row: CaseRow;
  readonly facts: CaseFacts;
  readonly outcome: Outcome;
  readonly questions: readonly OpenQuestion[];
  readonly flips: readonly Flip[];
  readonly people: readonly PeopleCount[];
  readonly decisions: readonly DecisionRow[];
  readonly mayDecide: boolean;
}

const tones: Readonly<Record<Answer, Tone>> = { yes: 'bad', no: 'calm', unknown: 'unknown' };
const certaintyTones: Readonly<Record<string, Tone>> = { confirmed: 'ok', likely: 'warn', unknown: 'unknown' };

/** Three answers with their reasons, then the facts they rest on, then what would change them, then the decision. */
export function CasePage(props: CasePageProps) {
  const { t } = useView();
  const { row, outcome, questions, decisions, mayDecide } = props;
  const open = row.state === 'open';
  return (
    <>
      <Grid columns={3}>
        <AnswerCard duty={outcome.register} row={row} />
        <AnswerCard duty={outcome.authority} row={row} />
        <AnswerCard duty={outcome.people} row={row} />
      </Grid>
      <Grid columns="split">
        <FactsCard {...props} />
        <div>
          <SeverityCard outcome={outcome} />
          <Card heading={t('decide.change.heading')}>
            <ChangeList questions={questions} flips={props.flips} />
          </Card>
        </div>
      </Grid>
      {decisions.length > 0 ? <DecisionsCard decisions={decisions} /> : null}
      {open && mayDecide ? (
        <Grid columns={2}>
          <DecisionForm row={row} outcome={outcome} />
          <FactForm row={row} />
        </Grid>
      ) : null}
      <p class="soft">{t('decide.not-advice')}</p>
    </>
  );
}

function AnswerCard({ duty, row }: { readonly duty: Duty; readonly row: CaseRow }) {
  const { t } = useView();
  const due = duty.to === 'authority' && duty.answer !== 'no';
  return (
    <Card heading={t('decide.duty', { duty: duty.to })} tone={tones[duty.answer]}>
      <p>
        <Pill tone={tones[duty.answer]}>{t('decide.answer', { answer: duty.answer })}</Pill>{' '}
        {due ? (
          <>
            {t('decide.by')} <Time at={row.deadline} />
          </>
        ) : null}
      </p>
      <ul class="plain rows">
        {duty.reasons.map((reason) => (
          <li>
            <Chip>{reason.rule}</Chip> {reason.text}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function FactsCard({ row, facts, people }: CasePageProps) {
  const { t } = useView();
  const stated = factNames.filter((name) => facts[name] !== undefined);
  return (
    <Card heading={t('decide.facts')} foot={t('decide.version', { version: row.version })}>
      <Facts>
        {stated.map((name) => (
          <FactLine name={name} facts={facts} />
        ))}
      </Facts>
      <p>
        {people.map((line) => (
          <>
            <Chip>{`${line.value} ${line.people}`}</Chip>{' '}
          </>
        ))}
      </p>
      {row.unknown_records > 0 ? <p>{t('decide.unknown-records', { count: row.unknown_records })}</p> : null}
    </Card>
  );
}

function FactLine({ name, facts }: { readonly name: FactName; readonly facts: CaseFacts }) {
  const { t } = useView();
  const fact = facts[name];
  if (!fact) return null;
  const by = fact.statedBy === undefined || fact.statedBy === 'shopbell' ? t('decide.by-itself') : t('decide.by-person');
  return (
    <FactRow
      label={t('decide.fact', { name })}
      tone={certaintyTones[fact.certainty] ?? 'unknown'}
      state={t('decide.certainty', { certainty: fact.certainty })}
    >
      {showFactValue(fact.value)}
      <small class="soft">{` ${[fact.evidence, by].filter(Boolean).join(' · ')}`}</small>
    </FactRow>
  );
}

function SeverityCard({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useView();
  const { low, high, band, factors } = outcome.severity;
  const score = low === high ? low.toFixed(2) : `${low.toFixed(2)}–${high.toFixed(2)}`;
  return (
    <Card heading={t('decide.severity', { score, band: band.replace('-', '_') })} foot={t('decide.severity-note')}>
      <ul class="plain rows">
        {factors.map((factor) => (
          <li>
            <Chip>{factor.low === factor.high ? String(factor.low) : `${factor.low}–${factor.high}`}</Chip>{' '}
            {t('decide.factor', { factor: factor.factor })}: {factor.because}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ChangeList({ questions, flips }: Pick<CasePageProps, 'questions' | 'flips'>) {
  const { t } = useView();
  if (questions.length + flips.length === 0) return <p>{t('decide.change.none')}</p>;
  const change = (flip: Flip) =>
    flip.changes
      .map(
        ({ duty, from, to }) =>
          `${t('decide.duty', { duty })}: ${t('decide.answer', { answer: from })} → ${t('decide.answer', { answer: to })}`,
      )
      .join('; ');
  return (
    <ul class="plain rows">
      {questions.map((question) => (
        <li>
          <Pill tone="unknown">{t('decide.fact', { name: question.fact })}</Pill> {question.asks}
          {question.flips.length > 0 ? (
            <details>
              <summary>{t('decide.change.if')}</summary>
              {question.flips.map((flip) => (
                <p>{`${showFactValue(flip.to)}: ${change(flip)}`}</p>
              ))}
            </details>
          ) : null}
        </li>
      ))}
      {flips.slice(0, 12).map((flip) => (
        <li>{`${t('decide.fact', { name: flip.fact })} = ${showFactValue(flip.to)}: ${change(flip)}`}</li>
      ))}
    </ul>
  );
}

function DecisionsCard({ decisions }: { readonly decisions: readonly DecisionRow[] }) {
  const { t } = useView();
  return (
    <Card heading={t('decide.decisions')}>
      <ul class="plain rows">
        {decisions.map((one) => (
          <li>
            <Time at={one.at} />{' '}
            {(['register', 'authority', 'people'] as const)
              .map((duty) => `${t('decide.duty', { duty })}: ${t('decide.answer', { answer: one[duty] })}`)
              .join(' · ')}{' '}
            <Chip>{t('decide.version', { version: one.facts_version })}</Chip>
            {one.reason === '' ? null : <p>{one.reason}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
