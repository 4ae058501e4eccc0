import type { Child } from 'hono/jsx';
import { Card, Grid } from '#web/components/card.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Chip } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Comparison } from '../checks/compare-versions.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import type { Facts as CaseFacts } from '../checks/facts.ts';
import { notificationOf } from '../checks/filing-state.ts';
import type { Flip, OpenQuestion } from '../checks/find-open-questions.ts';
import type { NextStep } from '../checks/next-step-of-case.ts';
import { otherLaws } from '../checks/other-laws.ts';
import type { AwarenessHint } from '../checks/suggest-awareness.ts';
import type { ClockDuty } from '../clocks/clocks-of.ts';
import type { ToldRecord } from '../notification/types.ts';
import type { PeopleCount } from '../readers.ts';
import type { AwarenessRow, CaseRow, ClockRow, DecisionRow, FilingRow } from '../store.ts';
import { AnswerCard } from './answer-card.tsx';
import { AwarenessCard } from './awareness-card.tsx';
import { DecisionForm, FactForm, MoreForms } from './case-forms.tsx';
import { CaseTop } from './case-top.tsx';
import { ChangeCard } from './change-card.tsx';
import { ClocksCard } from './clocks-card.tsx';
import { CompareCard } from './compare-card.tsx';
import { FactsCard, PeopleCard } from './facts-card.tsx';
import { FilingsCard } from './filings-card.tsx';
import { LawsCard } from './laws-card.tsx';
import { OriginCard } from './origin-card.tsx';
import { SeverityCard } from './severity-card.tsx';

export interface CasePageProps {
  readonly row: CaseRow;
  readonly facts: CaseFacts;
  readonly outcome: Outcome;
  readonly questions: readonly OpenQuestion[];
  /** Facts that are not known and would change an answer, and how many of the questions nobody has tried to answer. */
  readonly missing: readonly string[];
  readonly open: number;
  readonly next: NextStep;
  readonly flips: readonly Flip[];
  readonly people: readonly PeopleCount[];
  readonly decisions: readonly DecisionRow[];
  /** Names of the organisation's people by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly filings: readonly FilingRow[];
  readonly clocks: readonly ClockRow[];
  readonly waiting: readonly ClockDuty[];
  readonly awareness: readonly AwarenessRow[];
  readonly hints: readonly AwarenessHint[];
  readonly incidents: readonly { readonly id: string; readonly title: string; readonly at: Date }[];
  readonly versions: readonly { readonly version: number; readonly at: Date }[];
  readonly from: number;
  readonly to: number;
  readonly comparison: Comparison;
  readonly now: Date;
  readonly told: Pick<ToldRecord, 'notice' | 'state' | 'at'> | null;
  readonly untold: number;
  readonly mayDecide: boolean;
  /** Cards of the case's papers: people per country, sub-groups, exemptions. */
  readonly papers?: Child;
}

/** What now and how long is left; the answers with their reasons; the facts they rest on; what would change them; the decision. */
export function CasePage(props: CasePageProps) {
  const { t } = useView();
  const { row, outcome, decisions, mayDecide, told } = props;
  const isDecided = decisions.length > 0;
  const laws = otherLaws(outcome).filter(({ applies }) => applies === 'yes').length;
  return (
    <>
      <CaseTop {...props} questions={props.open} />
      <OriginCard {...props} />
      <Grid columns={3}>
        {[outcome.register, outcome.authority, outcome.people].map((duty) => (
          <AnswerCard duty={duty} row={row} isDecided={isDecided} told={told} notified={notificationOf(props.filings)} />
        ))}
      </Grid>
      {mayDecide ? (
        <p>
          <a href={`/decide/cases/${row.id}/notification`}>{t('notification.link')}</a>
        </p>
      ) : null}
      {isDecided ? <DecisionsCard {...props} /> : null}
      {isDecided ? <FilingsCard {...props} isNext={props.filings.length === 0 && outcome.authority.answer === 'yes'} /> : null}
      <Grid columns="split">
        <div>
          <ClocksCard {...props} />
          <Fold summary={t('decide.laws.heading', { count: laws })}>
            <LawsCard
              outcome={outcome}
              now={props.now}
              ask={row.state === 'open' && mayDecide ? `/decide/cases/${row.id}/questions` : null}
            />
          </Fold>
          <Fold summary={t('decide.fold.facts', { count: Object.keys(props.facts).length })}>
            <FactsCard {...props} />
          </Fold>
          <Fold summary={t('decide.fold.people')}>
            <PeopleCard {...props} />
            {props.papers}
          </Fold>
        </div>
        <div>
          <AwarenessCard {...props} history={props.awareness} />
          <CompareCard {...props} />
          <Fold summary={t('decide.fold.judged')}>
            <SeverityCard outcome={outcome} />
            <ChangeCard {...props} />
          </Fold>
        </div>
      </Grid>
      {row.state === 'open' && mayDecide ? (
        <>
          <Grid columns={2}>
            <DecisionForm row={row} outcome={outcome} />
            <FactForm row={row} />
          </Grid>
          {isDecided ? null : <FilingsCard {...props} isNext={props.next.do === 'phases' || props.next.do === 'late'} />}
          <MoreForms row={row} isDecided={isDecided} />
        </>
      ) : null}
      <p class="soft">{t('decide.not-advice')}</p>
    </>
  );
}

function DecisionsCard({ decisions, names }: Pick<CasePageProps, 'decisions' | 'names'>) {
  const { t } = useView();
  return (
    <Card id="decisions" heading={t('decide.decisions')}>
      <ul class="plain rows">
        {decisions.map((one) => (
          <li>
            <Time at={one.at} /> <strong>{names.get(one.decided_by) ?? one.decided_by}</strong>{' '}
            {(['register', 'authority', 'people'] as const)
              .map((duty) => `${t('decide.duty', { duty })}: ${t('decide.answer', { answer: one[duty] })}`)
              .join(' · ')}{' '}
            <Chip>{t('decide.version', { version: one.facts_version })}</Chip>
            {Object.keys(one.others).length === 0 ? null : (
              <p class="soft">
                {Object.entries(one.others)
                  .map(([duty, answer]) => `${duty}: ${t('decide.answer', { answer })}`)
                  .join(' · ')}
              </p>
            )}
            {one.reason === '' ? null : <p>{one.reason}</p>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
