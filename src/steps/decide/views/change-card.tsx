import { Card } from '#web/components/card.tsx';
import { Pill } from '#web/components/pill.tsx';
import { useView } from '#web/view-context.ts';
import type { Flip, OpenQuestion } from '../checks/find-open-questions.ts';
import type { CaseRow } from '../store.ts';
import { wordsOfFact } from './fact-words.ts';

interface ChangeCardProps {
  readonly row: Pick<CaseRow, 'id'>;
  readonly questions: readonly OpenQuestion[];
  readonly flips: readonly Flip[];
}

const SHOWN = 4;

/** The open questions with what each answer would change, then the settled facts that would change an answer. */
export function ChangeCard({ row, questions, flips }: ChangeCardProps) {
  const { t } = useView();
  const rest = flips.slice(SHOWN, 24);
  return (
    <Card heading={t('decide.change.heading')}>
      {questions.length + flips.length === 0 ? <p>{t('decide.change.none')}</p> : null}
      <ul class="plain rows">
        {questions.map((question) => (
          <li>
            <p>
              <Pill tone="unknown">{t('decide.fact', { name: question.fact })}</Pill>
            </p>
            <p>
              <a href={`/decide/cases/${row.id}/questions?fact=${question.fact}`}>{t(`decide.ask.${question.fact}`)}</a>
            </p>
            {question.flips.length > 0 ? (
              <details>
                <summary>{t('decide.change.if')}</summary>
                {question.flips.map((flip) => (
                  <Change flip={flip} />
                ))}
              </details>
            ) : null}
          </li>
        ))}
        {flips.slice(0, SHOWN).map((flip) => (
          <li>
            <Change flip={flip} />
          </li>
        ))}
      </ul>
      {rest.length > 0 ? (
        <details>
          <summary>{t('decide.change.more', { count: rest.length })}</summary>
          <ul class="plain rows">
            {rest.map((flip) => (
              <li>
                <Change flip={flip} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}

function Change({ flip }: { readonly flip: Flip }) {
  const view = useView();
  const { t } = view;
  return (
    <div class="change">
      <p>{t('decide.change.if-fact', { fact: t('decide.fact', { name: flip.fact }), value: wordsOfFact(flip.fact, flip.to, view) })}</p>
      <ul>
        {flip.changes.map(({ duty, from, to }) => (
          <li>
            {t('decide.change.arrow', {
              duty: t('decide.duty', { duty }),
              from: t('decide.answer', { answer: from }),
              to: t('decide.answer', { answer: to }),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
