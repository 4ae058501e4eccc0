import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { formatTime } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { CaseRow } from '../store.ts';

interface OriginCardProps {
  readonly row: CaseRow;
  /** Incidents that the case may be about, newest first. */
  readonly incidents: readonly { readonly id: string; readonly title: string; readonly at: Date }[];
  readonly mayDecide: boolean;
}

/** How a case that was opened by hand began, and the form that says which incident it is about. */
export function OriginCard({ row, incidents, mayDecide }: OriginCardProps) {
  const { t, locale, timeZone } = useView();
  if (row.kind === 'incident') return null;
  const options = incidents.map(({ id, title, at }) => ({ value: id, label: `${formatTime(at, locale, timeZone)} · ${title}` }));
  return (
    <Card heading={t('decide.origin.heading', { kind: t(`decide.kind.${row.kind}`) })}>
      {row.known === '' ? null : <p>{row.known}</p>}
      {row.incident_id === null ? null : (
        <p>
          <a href={`/respond/incidents/${row.incident_id}`}>{t('decide.origin.incident')}</a>
        </p>
      )}
      {row.continued_in === null ? null : (
        <p>
          <a href={`/decide/cases/${row.continued_in}`}>{t('decide.origin.continued')}</a>
        </p>
      )}
      {row.shop_id === null ? <p class="soft">{t('decide.origin.no-shop')}</p> : null}
      {row.incident_id === null && row.state === 'open' && mayDecide && options.length > 0 ? (
        <details>
          <summary>{t('decide.origin.attach')}</summary>
          <Form action={`/decide/cases/${row.id}/incident`}>
            <Select name="incident" label={t('decide.origin.which')} hint={t('decide.origin.which-hint')} options={options} required />
            <Button>{t('decide.origin.attach')}</Button>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}
