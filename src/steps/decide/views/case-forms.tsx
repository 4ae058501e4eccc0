import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Radios, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { factNames, factRow } from '../checks/fact-table.ts';
import type { CaseRow } from '../store.ts';
import { wordsOfFact } from './fact-words.ts';

/** A person decides, with the engine's proposal chosen already; differing needs a reason. */
export function DecisionForm({ row, outcome }: { readonly row: CaseRow; readonly outcome: Outcome }) {
  const { t } = useView();
  const options = (['yes', 'no'] as const).map((value) => ({ value, label: t('decide.answer', { answer: value }) }));
  return (
    <Card heading={t('decide.decide.heading')}>
      <p>{t('decide.decide.lead')}</p>
      <Form action={`/decide/cases/${row.id}/decision`}>
        <input type="hidden" name="version" value={String(row.version)} />
        <div class="field-row">
          {(['register', 'authority', 'people'] as const).map((duty) => {
            const { answer } = outcome[duty];
            return (
              <Radios
                name={duty}
                label={t('decide.duty', { duty })}
                required
                beside
                options={options}
                {...(answer === 'unknown' ? { hint: t('decide.decide.unknown') } : { value: answer })}
              />
            );
          })}
        </div>
        <Textarea name="reason" label={t('decide.decide.reason')} hint={t('decide.decide.reason-hint')} rows={3} maxlength={4000} />
        <Button kind="main">{t('decide.decide.button')}</Button>
      </Form>
    </Card>
  );
}

/** A person states one fact. */
export function FactForm({ row }: { readonly row: CaseRow }) {
  const { t } = useView();
  return (
    <Card heading={t('decide.state-fact.heading')}>
      <Form action={`/decide/cases/${row.id}/facts`}>
        <Select
          name="fact"
          label={t('decide.state-fact.fact')}
          required
          options={factNames.map((name) => ({ value: name, label: t('decide.fact', { name }) }))}
        />
        <Field name="value" label={t('decide.state-fact.value')} hint={t('decide.state-fact.value-hint')} />
        <Select
          name="certainty"
          label={t('decide.state-fact.certainty')}
          required
          options={['confirmed', 'likely', 'unknown'].map((value) => ({ value, label: t('decide.certainty', { certainty: value }) }))}
        />
        <Field name="evidence" label={t('decide.state-fact.evidence')} hint={t('decide.state-fact.evidence-hint')} maxlength={2000} />
        <Button>{t('decide.state-fact.button')}</Button>
      </Form>
      <FactValues />
    </Card>
  );
}

/** The values that the form takes, in the words of the program and of people. */
function FactValues() {
  const view = useView();
  const { t } = view;
  return (
    <details>
      <summary>{t('decide.state-fact.values')}</summary>
      <dl class="key-value">
        {factNames.map((name) => {
          const { options = [], kind } = factRow(name);
          return options.length === 0 ? null : (
            <div>
              <dt>{t('decide.fact', { name })}</dt>
              <dd>
                {options.map((option) => (
                  <>
                    <code>{option}</code> {wordsOfFact(name, kind === 'list' ? [option] : option, view)}
                    <br />
                  </>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </details>
  );
}

/** What is seldom needed: apart from stating and deciding. */
export function MoreForms({ row, isDecided }: { readonly row: CaseRow; readonly isDecided: boolean }) {
  const { t } = useView();
  return (
    <Card heading={t('decide.more.heading')}>
      <div class="grid grid-2">
        <Form action={`/decide/cases/${row.id}/collect`}>
          <p class="soft">{t('decide.more.ask')}</p>
          <Button>{t('decide.ask-again')}</Button>
        </Form>
        {isDecided ? (
          <Form action={`/decide/cases/${row.id}/close`}>
            <p class="soft">{t('decide.more.close')}</p>
            <Button>{t('decide.close')}</Button>
          </Form>
        ) : null}
      </div>
    </Card>
  );
}
