import type { Child } from 'hono/jsx';
import { Card, Grid } from '#web/components/card.tsx';
import { Chip } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import type { Facts as CaseFacts } from '../checks/facts.ts';
import { notificationOf } from '../checks/filing-state.ts';
import type { Flip, OpenQuestion } from '../checks/find-open-questions.ts';
import type { Told } from '../read-told.ts';
import type { PeopleCount } from '../readers.ts';
import type { CaseRow, DecisionRow, FilingRow } from '../store.ts';
import { AnswerCard } from './answer-card.tsx';
import { DecisionForm, FactForm, MoreForms } from './case-forms.tsx';
import { ChangeCard } from './change-card.tsx';
import { FactsCard, PeopleCard } from './facts-card.tsx';
import { FilingsCard } from './filings-card.tsx';
import { SeverityCard } from './severity-card.tsx';

export interface CasePageProps {
  readonly row: CaseRow;
  readonly facts: CaseFacts;
  readonly outcome: Outcome;
  readonly questions: readonly OpenQuestion[];
  readonly flips: readonly Flip[];
  readonly people: readonly PeopleCount[];
  readonly decisions: readonly DecisionRow[];
  readonly filings: readonly FilingRow[];
  readonly now: Date;
  readonly told: Told | null;
  readonly mayDecide: boolean;
  /** Cards of the case's papers: people per country, sub-groups, exemptions. */
  readonly papers?: Child;
}

/** Three answers with their reasons, then the facts they rest on, then what would change them, then the decision. */
export function CasePage(props: CasePageProps) {
  const { t } = useView();
  const { row, outcome, decisions, mayDecide, told } = props;
  const isDecided = decisions.length > 0;
  return (
    <>
      <Grid columns={3}>
        {[outcome.register, outcome.authority, outcome.people].map((duty) => (
          <AnswerCard duty={duty} row={row} isDecided={isDecided} told={told} notified={notificationOf(props.filings)} />
        ))}
      </Grid>
      {isDecided ? <DecisionsCard decisions={decisions} /> : null}
      {isDecided ? <FilingsCard {...props} isNext={props.filings.length === 0 && outcome.authority.answer === 'yes'} /> : null}
      <Grid columns="split">
        <div>
          <FactsCard {...props} />
          <PeopleCard {...props} />
          {props.papers}
        </div>
        <div>
          <SeverityCard outcome={outcome} />
          <ChangeCard questions={props.questions} flips={props.flips} />
        </div>
      </Grid>
      {row.state === 'open' && mayDecide ? (
        <>
          <Grid columns={2}>
            <DecisionForm row={row} outcome={outcome} />
            <FactForm row={row} />
          </Grid>
          {isDecided ? null : <FilingsCard {...props} isNext={false} />}
          <MoreForms row={row} isDecided={isDecided} />
        </>
      ) : null}
      <p class="soft">{t('decide.not-advice')}</p>
    </>
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
