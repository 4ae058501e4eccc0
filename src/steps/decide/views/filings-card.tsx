import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { hoursAfter, notificationOf } from '../checks/filing-state.ts';
import type { CaseRow, FilingRow } from '../store.ts';

interface FilingsCardProps {
  readonly row: CaseRow;
  readonly filings: readonly FilingRow[];
  readonly now: Date;
  readonly mayDecide: boolean;
  /** Whether the form stands open: when telling the authority is the next thing to do. */
  readonly isNext: boolean;
}

/** What was sent to the authority and when, and the form that notes it. */
export function FilingsCard({ row, filings, now, mayDecide, isNext }: FilingsCardProps) {
  const { t } = useView();
  if (filings.length === 0 && !mayDecide) return null;
  return (
    <Card id="filing" heading={t('decide.filing.heading')}>
      {filings.length === 0 ? <p>{t('decide.filing.none')}</p> : <FilingList filings={filings} />}
      {mayDecide ? (
        <details open={isNext}>
          <summary>{t('decide.filing.note-one')}</summary>
          <FilingForm row={row} filings={filings} now={now} />
        </details>
      ) : null}
    </Card>
  );
}

function FilingList({ filings }: { readonly filings: readonly FilingRow[] }) {
  const { t } = useView();
  return (
    <ul class="plain rows">
      {filings.map((one) => (
        <li>
          <Time at={one.at} /> <Pill tone="calm">{t('decide.filing.kind', { kind: one.kind })}</Pill> {one.authority}{' '}
          {one.reference === '' ? null : <Chip>{one.reference}</Chip>}
          {one.kind === 'first' ? ` ${t('decide.filing.hours', { hours: hoursAfter(one.aware_at, one.at) })}` : null}
          {one.reason_for_delay === null ? null : <p>{t('decide.filing.because', { reason: one.reason_for_delay })}</p>}
          {one.note === '' ? null : <p>{one.note}</p>}
        </li>
      ))}
    </ul>
  );
}

function FilingForm({ row, filings, now }: Omit<FilingsCardProps, 'mayDecide' | 'isNext'>) {
  const { t, timeZone } = useView();
  const told = notificationOf(filings) !== null;
  const kinds = told ? (['supplement', 'withdrawal'] as const) : (['first'] as const);
  return (
    <Form action={`/decide/cases/${row.id}/filings`}>
      <p class="soft">{t('decide.filing.sends-nothing')}</p>
      <div class="fields-2">
        <Select
          name="kind"
          label={t('decide.filing.what')}
          required
          options={kinds.map((kind) => ({ value: kind, label: t('decide.filing.kind', { kind }) }))}
        />
        <Field name="authority" label={t('decide.filing.authority')} value={filings.at(-1)?.authority} maxlength={200} required />
        <Field name="at" type="datetime-local" label={t('decide.filing.at')} hint={t('decide.filing.zone', { zone: timeZone })} required />
        <Field name="reference" label={t('decide.filing.reference')} hint={t('decide.filing.reference-hint')} maxlength={200} />
      </div>
      {!told && now > row.deadline ? (
        <Textarea name="reasonForDelay" label={t('decide.filing.reason')} hint={t('decide.filing.reason-hint')} rows={3} maxlength={4000} />
      ) : null}
      <Textarea name="note" id="filing-note" label={t('decide.filing.note')} rows={2} maxlength={4000} />
      <Button>{t('decide.filing.button')}</Button>
    </Form>
  );
}
