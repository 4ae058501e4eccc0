import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { CaseRow } from '../store.ts';

/** Takes the sealed evidence of a case, with nobody's data in it unless a purpose is stated. */
export function EvidenceCard({ row, publicKey }: { readonly row: CaseRow; readonly publicKey: string }) {
  const { t } = useView();
  return (
    <Card heading={t('papers.evidence.heading')} foot={t('papers.evidence.foot')}>
      <p>{t('papers.evidence.text')}</p>
      <Form action={`/decide/cases/${row.id}/papers/evidence`}>
        <Checkbox name="people" label={t('papers.evidence.people')} hint={t('papers.evidence.people-hint')} />
        <Textarea name="purpose" label={t('papers.evidence.purpose')} rows={2} maxlength={2000} />
        <Button>{t('papers.evidence.button')}</Button>
      </Form>
      <p class="soft">
        {t('papers.evidence.key')} <code>{publicKey}</code>
      </p>
    </Card>
  );
}
