import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import type { Person } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { IncidentRow } from '../store.ts';

/** What can be done with an open incident; the next thing first. */
export function IncidentForms({ incident, person }: { readonly incident: IncidentRow; readonly person: Person | null }) {
  const { t } = useView();
  const at = `/respond/incidents/${incident.id}`;
  return (
    <Card heading={t('respond.do.heading')}>
      {person !== null && incident.assigned_to !== person.id ? (
        <Form action={`${at}/assign`}>
          <Button>{t('respond.do.lead')}</Button>
        </Form>
      ) : null}
      {incident.contained_at === null ? (
        <Form action={`${at}/contain`}>
          <Textarea id="how" name="how" label={t('respond.do.how')} hint={t('respond.do.how-hint')} required rows={2} maxlength={1000} />
          <Button>{t('respond.do.contain')}</Button>
        </Form>
      ) : null}
      <Form action={`${at}/note`}>
        <Textarea id="text" name="text" label={t('respond.do.text')} hint={t('respond.do.text-hint')} required rows={2} maxlength={2000} />
        <Button>{t('respond.do.note')}</Button>
      </Form>
      <Form action={`${at}/close`}>
        <Textarea id="because" name="because" label={t('respond.do.because')} required rows={2} maxlength={1000} />
        <Button>{t('respond.do.close')}</Button>
      </Form>
    </Card>
  );
}
