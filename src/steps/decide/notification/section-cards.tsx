import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Facts } from '#web/components/fact-row.tsx';
import { Field, Radios } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { FieldInput } from './field-input.tsx';
import { FieldRow } from './field-row.tsx';
import { notificationTemplate, templateField, templateWords } from './tables.ts';
import type { FilledField, Phase } from './types.ts';

/** These follow from the form itself. */
const fixed = new Set(['type', 'subtype', 'own-reference']);

interface FieldsFormProps {
  readonly path: string;
  readonly fields: readonly FilledField[];
  readonly phase: Phase;
  /** The section whose form is open, to come back to it. */
  readonly edit: string;
  readonly typed: FormData | null;
}

/** The controls of some fields with one button. */
export function FieldsForm({ path, fields, phase, edit, typed }: FieldsFormProps) {
  const { t } = useView();
  const states = fields.some((field) => templateField(field.key).fact !== undefined);
  const sent = (key: string) => (typed?.has(`f.${key}`) ? typed.getAll(`a.${key}`).map(String) : undefined);
  return (
    <Form action={`${path}/fields`} partly>
      <input type="hidden" name="edit" value={edit} />
      {fields
        .filter((field) => !fixed.has(field.key))
        .map((filled) => (
          <FieldInput field={templateField(filled.key)} filled={filled} phase={phase} typed={sent(filled.key)} />
        ))}
      {states ? (
        <>
          <Radios
            name="certainty"
            id={`certainty-${edit}`}
            label={t('notification.how-sure')}
            hint={t('notification.how-sure-hint')}
            value="confirmed"
            required
            beside
            options={['confirmed', 'likely'].map((value) => ({ value, label: t('decide.certainty', { certainty: value }) }))}
          />
          <Field name="evidence" id={`evidence-${edit}`} label={t('notification.evidence')} maxlength={2000} />
        </>
      ) : null}
      <Button kind="main">{t('notification.save')}</Button>
    </Form>
  );
}

interface SectionsProps extends Omit<FieldsFormProps, 'edit'> {
  /** The section that is open for changes, if any. */
  readonly edit: string | null;
  readonly mayChange: boolean;
}

/** Every shown field by section; one section at a time opens its form. */
export function SectionCards({ path, fields, phase, edit, typed, mayChange }: SectionsProps) {
  const { t, locale } = useView();
  const words = templateWords(locale);
  const bySection = Map.groupBy(fields, (field) => field.section);
  return (
    <>
      {notificationTemplate().sections.map(({ id }) => {
        const own = bySection.get(id) ?? [];
        const canChange = mayChange && own.some((field) => !fixed.has(field.key));
        if (own.length === 0) return null;
        return (
          <Card
            id={`section-${id}`}
            heading={words.sections[id]}
            actions={
              canChange && edit !== id ? (
                <a href={`${path}?edit=${id}#section-${id}`} aria-label={t('notification.change-section', { section: words.sections[id] })}>
                  {t('notification.change')}
                </a>
              ) : null
            }
          >
            {canChange && edit === id ? (
              <FieldsForm {...{ path, fields: own, phase, edit: id, typed }} />
            ) : (
              <Facts>
                {own.map((field) => (
                  <FieldRow field={field} />
                ))}
              </Facts>
            )}
          </Card>
        );
      })}
    </>
  );
}
