import type { Child } from 'hono/jsx';
import { Button } from '#web/components/button.tsx';
import { Field } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Asked } from '../affected-forms.tsx';

/** What the forms about people need: where they go, and what was asked already. */
export interface FormsProps {
  readonly action: string;
  readonly asked: Asked;
}

/** A form that opens something and asks why. `what` names it among the page's forms. */
export function PurposeForm({
  forms,
  what,
  label,
  children,
}: {
  readonly forms: FormsProps;
  readonly what: NonNullable<Asked['what']>;
  readonly label: string;
  readonly children?: Child;
}) {
  const { t } = useView();
  return (
    <Form action={forms.action}>
      <input type="hidden" name="what" value={what} />
      {children}
      <Field
        name="purpose"
        id={`purpose-${what}`}
        label={t('detect.affected.person.purpose')}
        hint={t('detect.affected.person.purpose-hint')}
        error={forms.asked.what === what ? forms.asked.wrong : undefined}
        autocomplete="off"
        minlength={10}
        maxlength={500}
        required
      />
      <Button>{label}</Button>
    </Form>
  );
}

/** Was one person's data touched? */
export function PersonFold(forms: FormsProps) {
  const { t } = useView();
  const { result } = forms.asked;
  return (
    <Fold summary={t('detect.affected.person')} open={forms.asked.what === 'person'}>
      {result === undefined ? null : (
        <div role="status">
          <p>
            <Pill tone={result.answer === 'touched' ? 'bad' : result.answer === 'not-found' ? 'ok' : 'unknown'}>
              {t(`detect.affected.person.${result.answer}`)}
            </Pill>{' '}
            {result.answer === 'cannot-exclude' && result.unknown === 0
              ? t('detect.affected.person.cannot-exclude.beside')
              : t(`detect.affected.person.${result.answer}.means`, { unknown: result.unknown, records: result.records.length })}
          </p>
          <ul>
            {result.records.slice(0, 100).map((record) => (
              <li>
                {record.kind}: {record.categories.map((category) => t(`detect.category.${category}`)).join(', ')};{' '}
                <Time at={record.first} />
                {record.times > 1 ? (
                  <>
                    {' – '}
                    <Time at={record.last} />, {t('detect.affected.person.times', { times: record.times })}
                  </>
                ) : null}
                ; {t(`detect.affected.sure.${record.sure}`)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p>{t('detect.affected.person-text')}</p>
      <PurposeForm forms={forms} what="person" label={t('detect.affected.person.ask')}>
        <Field name="who" label={t('detect.affected.person.who')} maxlength={320} autocomplete="off" required />
      </PurposeForm>
    </Fold>
  );
}

/** The list with one line a person, opened. */
export function PeopleFold(forms: FormsProps) {
  const { t } = useView();
  return (
    <Fold summary={t('detect.affected.people')} open={forms.asked.what === 'people'}>
      <p>{t('detect.affected.people-text')}</p>
      <PurposeForm forms={forms} what="people" label={t('detect.affected.people.take')} />
    </Fold>
  );
}
