import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Radios, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { factNames } from '../checks/fact-table.ts';
import type { CaseRow } from '../store.ts';
import { OtherDuties } from './laws-card.tsx';

/** A person decides, with the engine's proposal chosen already; differing needs a reason. */
export function DecisionForm({ row, outcome }: { readonly row: CaseRow; readonly outcome: Outcome }) {
  const { t } = useView();
  const options = (['yes', 'no'] as const).map((value) => ({ value, label: t('decide.answer', { answer: value }) }));
  return (
    <Card id="decide" heading={t('decide.decide.heading')}>
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
        <OtherDuties outcome={outcome} />
        <Textarea name="reason" label={t('decide.decide.reason')} hint={t('decide.decide.reason-hint')} rows={3} maxlength={4000} />
        <Button kind="main">{t('decide.decide.button')}</Button>
      </Form>
    </Card>
  );
}

/** Leads to the page on which one fact is stated with the inputs that fit it. */
export function FactForm({ row }: { readonly row: CaseRow }) {
  const { t } = useView();
  const names = factNames.filter((name) => name !== 'awareAt');
  return (
    <Card heading={t('decide.state-fact.heading')}>
      <Form action={`/decide/cases/${row.id}/facts`} method="get">
        <Select
          name="fact"
          label={t('decide.state-fact.fact')}
          hint={t('decide.state-fact.fact-hint')}
          required
          options={names.map((name) => ({ value: name, label: t('decide.fact', { name }) }))}
        />
        <Button>{t('decide.state-fact.choose')}</Button>
      </Form>
    </Card>
  );
}

/** What is seldom needed: apart from stating and deciding. */
export function MoreForms({ row, isDecided }: { readonly row: CaseRow; readonly isDecided: boolean }) {
  const { t } = useView();
  const hasIncident = row.incident_id !== null;
  if (!hasIncident && !isDecided) return null;
  return (
    <Card id="more" heading={t('decide.more.heading')}>
      <div class="grid grid-2">
        {hasIncident ? (
          <Form action={`/decide/cases/${row.id}/collect`}>
            <p class="soft">{t('decide.more.ask')}</p>
            <Button>{t('decide.ask-again')}</Button>
          </Form>
        ) : null}
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
