import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Radios } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { FactName } from '../checks/fact-table.ts';
import type { Fact } from '../checks/facts.ts';
import type { Statement } from '../readers.ts';
import type { CaseRow } from '../store.ts';
import { Evidence } from './evidence.tsx';
import { FactInput } from './fact-input.tsx';
import { wordsOfFact } from './fact-words.ts';

interface FactPageProps {
  readonly row: CaseRow;
  readonly name: FactName;
  readonly fact: Fact | undefined;
  /** Newest first. */
  readonly history: readonly Statement[];
  readonly mayDecide: boolean;
}

/** One fact: the inputs that fit it, and who said what of it and when. */
export function FactPage({ row, name, fact, history, mayDecide }: FactPageProps) {
  const { t } = useView();
  const levels = ['confirmed', 'likely', 'unknown'].map((value) => ({ value, label: t('decide.certainty', { certainty: value }) }));
  return (
    <>
      {mayDecide && row.state === 'open' ? (
        <Card heading={t('decide.state-fact.heading')}>
          <Form action={`/decide/cases/${row.id}/facts`}>
            <input type="hidden" name="fact" value={name} />
            <FactInput name={name} fact={fact} />
            <Radios
              name="certainty"
              label={t('decide.state-fact.certainty')}
              options={levels}
              value={fact?.certainty ?? 'confirmed'}
              beside
              required
            />
            <Field
              name="evidence"
              label={t('decide.state-fact.evidence')}
              hint={t('decide.state-fact.evidence-link')}
              value={fact?.evidence}
              maxlength={2_000}
            />
            <Button kind="main">{t('decide.state-fact.button')}</Button>
          </Form>
          <Form action={`/decide/cases/${row.id}/questions`} layout="inline">
            <input type="hidden" name="fact" value={name} />
            <Button name="unknown" value="yes">
              {t('decide.ask-page.not-known')}
            </Button>
            <ButtonLink href={`/decide/cases/${row.id}`}>{t('decide.ask-page.to-case')}</ButtonLink>
          </Form>
        </Card>
      ) : null}
      <History name={name} history={history} />
    </>
  );
}

function History({ name, history }: Pick<FactPageProps, 'name' | 'history'>) {
  const view = useView();
  const { t } = view;
  return (
    <Card heading={t('decide.history.heading')}>
      {history.length === 0 ? <p>{t('decide.history.none')}</p> : null}
      <ul class="plain rows">
        {history.map(({ version, at, by, fact }) => (
          <li>
            <p>
              <Time at={at} /> <b>{wordsOfFact(name, fact?.value ?? null, view)}</b>{' '}
              <Pill tone={fact?.certainty === 'confirmed' ? 'ok' : fact?.certainty === 'likely' ? 'warn' : 'unknown'}>
                {t('decide.certainty', { certainty: fact?.certainty ?? 'unknown' })}
              </Pill>{' '}
              <Chip>{t('decide.compare.version', { version })}</Chip>
            </p>
            <p class="soft">
              {by === 'shopbell' ? t('decide.history.by-shopbell') : t('decide.by-person')}
              {fact?.evidence === undefined ? null : (
                <>
                  {' · '}
                  <Evidence text={fact.evidence} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
