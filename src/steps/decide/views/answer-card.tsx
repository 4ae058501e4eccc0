import type { Child } from 'hono/jsx';
import { Card } from '#web/components/card.tsx';
import { Chip } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Duty } from '../checks/decide-obligations.ts';
import { lawWords } from '../law-words.ts';
import type { ToldRecord } from '../notification/types.ts';
import type { CaseRow, FilingRow } from '../store.ts';

export interface AnswerCardProps {
  readonly duty: Duty;
  readonly row: CaseRow;
  /** Whether somebody has decided the case. */
  readonly isDecided: boolean;
  readonly told: Pick<ToldRecord, 'notice' | 'state' | 'at'> | null;
  /** The notification to the authority that holds. */
  readonly notified: FilingRow | null;
}

const SHOWN = 4;

/** One of the three answers: what is so, what is still to be done, and the rules that say so. Red only while something is due. */
export function AnswerCard(props: AnswerCardProps) {
  const { t } = useView();
  const { duty, row } = props;
  const tone = toneOf(props);
  return (
    <Card id={`answer-${duty.to}`} heading={t('decide.duty', { duty: duty.to })} tone={tone}>
      <p class={`verdict tone-${tone}`}>
        {t('decide.answer', { answer: duty.answer })}
        {duty.to === 'authority' && duty.answer !== 'no' ? (
          <>
            , {t('decide.by')} <Time at={row.deadline} />
          </>
        ) : null}
      </p>
      <p>
        <Due {...props} />
      </p>
      <Reasons reasons={duty.reasons.slice(0, SHOWN)} />
      {duty.reasons.length > SHOWN ? (
        <details>
          <summary>{t('decide.change.more', { count: duty.reasons.length - SHOWN })}</summary>
          <Reasons reasons={duty.reasons.slice(SHOWN)} />
        </details>
      ) : null}
    </Card>
  );
}

function Reasons({ reasons }: Pick<Duty, 'reasons'>) {
  const { t, locale } = useView();
  const words = lawWords(locale);
  const said = ({ text, holds = 'yes' }: Duty['reasons'][number]) =>
    holds === 'yes' ? words(text) : t(holds === 'no' ? 'decide.reason.not' : 'decide.reason.ask', { text: words(text) });
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li>
          <Chip>{reason.rule}</Chip> <span>{said(reason)}</span>
        </li>
      ))}
    </ul>
  );
}

function toneOf({ duty, row, told, notified, isDecided }: AnswerCardProps): Tone {
  if (duty.to === 'authority' && notified !== null) return 'ok';
  if (duty.answer === 'unknown') return 'unknown';
  if (duty.answer === 'no' || row.state === 'closed') return 'calm';
  if (duty.to === 'register') return isDecided ? 'ok' : 'calm';
  if (duty.to === 'people' && told?.state === 'told') return 'ok';
  return duty.to === 'people' && told?.state === 'sending' ? 'calm' : 'bad';
}

function Due({ duty, row, told, notified, isDecided }: AnswerCardProps): Child {
  const { t } = useView();
  if (duty.to === 'register') return t(isDecided ? 'decide.card.register-done' : 'decide.card.register-now');
  if (duty.to === 'authority' && notified !== null) {
    return (
      <>
        {t('decide.filing.told')} <Time at={notified.at} />.
      </>
    );
  }
  if (row.state === 'closed') return t('decide.card.closed');
  if (duty.answer === 'unknown') return t('decide.card.ask');
  if (duty.to === 'authority') return t(duty.answer === 'yes' ? 'decide.card.authority-now' : 'decide.card.authority-no');
  if (duty.answer === 'no') return t('decide.card.people-no');
  if (told === null) return t('decide.card.people-now');
  return (
    <>
      {told.state === 'told' ? t('decide.card.people-told') : t(`decide.card.people-${told.state}`)}
      {told.at === null ? null : (
        <>
          {' '}
          <Time at={told.at} />.
        </>
      )}{' '}
      <a href={`/tell/notices/${told.notice}`}>{t('decide.card.look')}</a>
    </>
  );
}
