import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Radios } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView, type View } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import type { Facts, FactValue } from '../checks/facts.ts';
import { askedDuties, type DutyChange, type NextQuestion } from '../checks/order-questions.ts';
import type { CaseRow } from '../store.ts';
import { FactInput } from './fact-input.tsx';
import { wordsOfFact } from './fact-words.ts';

interface QuestionPageProps {
  readonly row: CaseRow;
  readonly facts: Facts;
  readonly outcome: Outcome;
  readonly question: NextQuestion | null;
  /** Questions that were put off for now, and the one that was answered last. */
  readonly skipped: readonly FactName[];
  readonly last: FactName | null;
  /** What a person said that nobody knows. */
  readonly leftOpen: readonly FactName[];
}

/** One question at a time, with what each answer would change; then what is still open. Without scripts. */
export function QuestionPage(props: QuestionPageProps) {
  const { t } = useView();
  const { row, outcome, question } = props;
  return (
    <>
      <p class="answers-line">
        {askedDuties.map((duty) => (
          <span>
            {t('decide.duty', { duty })}{' '}
            <Pill tone={outcome[duty].answer === 'unknown' ? 'unknown' : 'calm'}>
              {t('decide.answer', { answer: outcome[duty].answer })}
            </Pill>
          </span>
        ))}
      </p>
      {question === null ? <Finished {...props} /> : <Question {...props} question={question} />}
      <LeftOpen {...props} />
      <p>
        <a href={`/decide/cases/${row.id}`}>{t('decide.ask-page.to-case')}</a>
      </p>
    </>
  );
}

function Question({ row, facts, question, skipped, last }: QuestionPageProps & { readonly question: NextQuestion }) {
  const view = useView();
  const { t } = view;
  const name = question.fact;
  const base = `/decide/cases/${row.id}/questions`;
  const { kind } = factRow(name);
  const sure = ['confirmed', 'likely'].map((value) => ({ value, label: t('decide.ask-page.sure', { certainty: value }) }));
  return (
    <Card>
      <Form action={base}>
        <input type="hidden" name="fact" value={name} />
        <input type="hidden" name="skipped" value={skipped.join(',')} />
        <FactInput name={name} fact={facts[name]} hintOf={(code) => hintOf(question, code, view)} />
        <p class="hint">{t(`decide.example.${name}`)}</p>
        {kind === 'count' ? <CountHints question={question} /> : null}
        <Radios name="certainty" label={t('decide.ask-page.how-sure')} options={sure} value="confirmed" beside required />
        <Field name="evidence" label={t('decide.state-fact.evidence')} hint={t('decide.state-fact.evidence-hint')} maxlength={2_000} />
        <div class="now-action">
          <Button kind="main">{t('decide.ask-page.next')}</Button>
        </div>
      </Form>
      <Form action={base} layout="inline">
        <input type="hidden" name="fact" value={name} />
        <input type="hidden" name="skipped" value={skipped.join(',')} />
        <Button name="unknown" value="yes">
          {t('decide.ask-page.not-known')}
        </Button>
        <ButtonLink href={`${base}?skip=${[...skipped, name].join(',')}`}>{t('decide.ask-page.skip')}</ButtonLink>
        {last !== null && last !== name ? <ButtonLink href={`${base}?fact=${last}`}>{t('decide.ask-page.back')}</ButtonLink> : null}
      </Form>
      <p class="hint">{t('decide.ask-page.not-known-hint')}</p>
    </Card>
  );
}

/** For numbers: what a few of them would change. */
function CountHints({ question }: { readonly question: NextQuestion }) {
  const view = useView();
  return (
    <ul class="reasons">
      {question.answers
        .filter(({ changes }) => changes.length > 0)
        .map(({ value, changes }) => (
          <li>
            <span>
              {wordsOfFact(question.fact, value, view)}: {sayChanges(changes, view)}
            </span>
          </li>
        ))}
    </ul>
  );
}

function Finished({ row, skipped }: QuestionPageProps) {
  const { t } = useView();
  const base = `/decide/cases/${row.id}`;
  return (
    <Card heading={t(skipped.length > 0 ? 'decide.ask-page.only-skipped' : 'decide.ask-page.finished')}>
      <p>{t('decide.ask-page.finished-text')}</p>
      <p class="now-action">
        {skipped.length > 0 ? <ButtonLink href={`${base}/questions`}>{t('decide.ask-page.ask-skipped')}</ButtonLink> : null}
        <ButtonLink kind="main" href={`${base}#decide`}>
          {t('decide.ask-page.decide')}
        </ButtonLink>
      </p>
    </Card>
  );
}

function LeftOpen({ row, leftOpen }: QuestionPageProps) {
  const { t } = useView();
  if (leftOpen.length === 0) return null;
  return (
    <Card heading={t('decide.ask-page.left-open')} tone="unknown">
      <ul class="plain rows">
        {leftOpen.map((name) => (
          <li>
            <a href={`/decide/cases/${row.id}/questions?fact=${name}`}>{t(`decide.ask.${name}`)}</a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function hintOf({ answers, fact }: NextQuestion, code: string, view: View): string | undefined {
  const isList = factRow(fact).kind === 'list';
  const answer = answers.find(({ value }) => (isList ? lastOf(value) === code : String(value) === code));
  return answer === undefined || answer.changes.length === 0 ? undefined : sayChanges(answer.changes, view);
}

/** A list's answers each add one item. */
function lastOf(value: FactValue): string | undefined {
  return Array.isArray(value) ? (value as readonly string[]).at(-1) : undefined;
}

function sayChanges(changes: readonly DutyChange[], { t }: View): string {
  return changes
    .map(({ duty, to }) => t('decide.ask-page.change', { duty: t('decide.duty', { duty }), answer: t('decide.answer', { answer: to }) }))
    .join(' · ');
}
