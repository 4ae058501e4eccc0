import { wallTimeOf } from '#kernel/local-time.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { formatTime, Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { laterReading } from '../checks/compute-deadline.ts';
import type { AwarenessHint } from '../checks/suggest-awareness.ts';
import type { AwarenessRow, CaseRow } from '../store.ts';
import { utcOf } from './clocks-card.tsx';

interface AwarenessCardProps {
  readonly row: CaseRow;
  readonly hints: readonly AwarenessHint[];
  /** Every statement, newest first. */
  readonly history: readonly AwarenessRow[];
  readonly now: Date;
  readonly mayDecide: boolean;
}

const HOURS = 72;

/** Since when the organisation is aware: who said so and why, what suggests another time, and the form that states it. */
export function AwarenessCard({ row, hints, history, now, mayDecide }: AwarenessCardProps) {
  const { t, locale, timeZone } = useView();
  const [last] = history;
  const later = laterReading(row.aware_at, HOURS);
  return (
    <Card id="aware" heading={t('decide.aware.heading')}>
      <p class="verdict">
        <Time at={row.aware_at} /> <span class="soft">{utcOf(row.aware_at)}</span>
      </p>
      <p>
        <Pill tone={last ? 'ok' : 'warn'}>{t('decide.certainty', { certainty: last ? 'confirmed' : 'likely' })}</Pill>{' '}
        {t(last ? 'decide.aware.by-person' : 'decide.aware.suggested')}
      </p>
      <ul class="plain rows">
        {hints.map((hint) => (
          <li>
            <Time at={hint.at} /> {t(`decide.aware.why.${hint.why}`)}
          </li>
        ))}
      </ul>
      <p class="soft">{t('decide.aware.reading', { time: `${formatTime(later, locale, timeZone)} (${utcOf(later)})` })}</p>
      {history.length > 0 ? <History history={history} /> : null}
      {mayDecide && row.state === 'open' ? <AwareForm row={row} now={now} /> : null}
    </Card>
  );
}

function History({ history }: { readonly history: readonly AwarenessRow[] }) {
  const { t } = useView();
  return (
    <details>
      <summary>{t('decide.aware.history', { count: history.length })}</summary>
      <ul class="plain rows">
        {history.map((one) => (
          <li>
            <Time at={one.stated_at} />: <Time at={one.before_at} /> → <Time at={one.aware_at} />
            <p>{one.reason}</p>
            <p class="soft">{one.evidence}</p>
            {one.reason_for_earlier === null ? null : <p>{t('decide.aware.earlier-because', { reason: one.reason_for_earlier })}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function AwareForm({ row, now }: { readonly row: CaseRow; readonly now: Date }) {
  const { t, timeZone } = useView();
  return (
    <details>
      <summary>{t('decide.aware.state')}</summary>
      <Form action={`/decide/cases/${row.id}/awareness`}>
        <Field
          id="aware-at"
          name="at"
          type="datetime-local"
          label={t('decide.ask.awareAt')}
          hint={`${t('decide.example.awareAt')} ${t('decide.filing.zone', { zone: timeZone })}`}
          value={wallTimeOf(row.aware_at, timeZone)}
          max={wallTimeOf(now, timeZone)}
          required
        />
        <Textarea id="aware-reason" name="reason" label={t('decide.aware.reason')} rows={2} maxlength={4_000} required />
        <Field
          id="aware-evidence"
          name="evidence"
          label={t('decide.state-fact.evidence')}
          hint={t('decide.state-fact.evidence-hint')}
          maxlength={2_000}
          required
        />
        <Textarea
          id="aware-earlier"
          name="reasonForEarlier"
          label={t('decide.aware.earlier')}
          hint={t('decide.aware.earlier-hint')}
          rows={2}
          maxlength={4_000}
        />
        <Button>{t('decide.aware.button')}</Button>
      </Form>
    </details>
  );
}
