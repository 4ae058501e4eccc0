import { ButtonLink } from '#web/components/button.tsx';
import { NowCard } from '#web/components/now-card.tsx';
import { Pill } from '#web/components/pill.tsx';
import type { RingProps } from '#web/components/ring.tsx';
import { formatTime } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { hoursAfter, isWithdrawn, notificationOf } from '../checks/filing-state.ts';
import { type NextStep, runningClocks } from '../checks/next-step-of-case.ts';
import { askedDuties } from '../checks/order-questions.ts';
import type { CaseRow, ClockRow, FilingRow } from '../store.ts';
import { utcOf, wordsOfDuty } from './clocks-card.tsx';

interface CaseTopProps {
  readonly row: CaseRow;
  readonly outcome: Outcome;
  readonly clocks: readonly ClockRow[];
  readonly filings: readonly FilingRow[];
  readonly next: NextStep;
  readonly questions: number;
  readonly untold: number;
  readonly now: Date;
}

const tones: Readonly<Partial<Record<NextStep['do'], Tone>>> = {
  controllers: 'bad',
  late: 'bad',
  phases: 'bad',
  notify: 'bad',
  continued: 'calm',
  closed: 'calm',
  close: 'ok',
};

/** What now, and how long is left: one sentence with its button and the next clock, then the three answers in one line. */
export function CaseTop({ row, outcome, clocks, filings, next, questions, untold, now }: CaseTopProps) {
  const view = useView();
  const { t } = view;
  const [first] = runningClocks(clocks);
  const ring: RingProps | null =
    first === undefined
      ? null
      : { leftMs: first.due_at.getTime() - now.getTime(), wholeMs: first.due_at.getTime() - first.anchor_at.getTime() };
  return (
    <>
      <NowCard
        heading={t('decide.now', { do: next.do, count: next.do === 'controllers' ? untold : questions })}
        tone={tones[next.do] ?? 'warn'}
        {...(ring === null ? {} : { ring })}
        action={
          next.do === 'closed' ? null : (
            <>
              <ButtonLink kind="main" href={next.href}>
                {t('decide.now-button', { do: next.do })}
              </ButtonLink>
              {next.do !== 'answer' && questions > 0 ? (
                <ButtonLink href={`/decide/cases/${row.id}/questions`}>{t('decide.now-questions', { count: questions })}</ButtonLink>
              ) : null}
            </>
          )
        }
      >
        {next.do === 'controllers' && first === undefined ? (
          t('decide.now-controllers')
        ) : (
          <Left row={row} filings={filings} first={first} />
        )}
      </NowCard>
      <p class="answers-line">
        {askedDuties.map((duty) => (
          <a href={`#answer-${duty}`}>
            {t('decide.duty', { duty })}{' '}
            <Pill tone={toneOf(outcome[duty].answer)}>{t('decide.answer', { answer: outcome[duty].answer })}</Pill>
          </a>
        ))}
        {outcome.controller.answer === 'no' ? null : (
          <a href={`/decide/cases/${row.id}/papers`}>
            {t('decide.duty', { duty: 'controller' })}{' '}
            <Pill tone={toneOf(outcome.controller.answer)}>{t('decide.answer', { answer: outcome.controller.answer })}</Pill>
          </a>
        )}
      </p>
    </>
  );
}

function Left({
  row,
  filings,
  first,
}: {
  readonly row: CaseRow;
  readonly filings: readonly FilingRow[];
  readonly first: ClockRow | undefined;
}) {
  const { t, locale, timeZone } = useView();
  if (first !== undefined) {
    const what = wordsOfDuty({ ...first, to: first.owed_to }, t);
    return <>{t('decide.now-until', { what, time: formatTime(first.due_at, locale, timeZone), utc: utcOf(first.due_at) })}</>;
  }
  const told = notificationOf(filings);
  if (told !== null) {
    const hours = t('decide.filing.hours', { hours: hoursAfter(row.aware_at, told.at) });
    return <>{`${t('decide.filing.told')} ${formatTime(told.at, locale, timeZone)}, ${hours}`}</>;
  }
  return <>{t(isWithdrawn(filings) ? 'decide.filing.withdrawn' : 'decide.now-no-clock')}</>;
}

function toneOf(answer: string): Tone {
  return answer === 'unknown' ? 'unknown' : answer === 'yes' ? 'warn' : 'calm';
}
