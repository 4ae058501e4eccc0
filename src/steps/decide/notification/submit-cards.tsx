import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Chip, Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { FieldChange } from './compare-notifications.ts';
import type { Loaded } from './load-notification.ts';
import type { NotificationFile } from './notification-shape.ts';
import type { SubmissionRow } from './notification-tables.ts';
import { templateWords } from './tables.ts';

/** Field by field: what was said before and what is said now. */
function Changes({ changes }: { readonly changes: readonly FieldChange[] }) {
  const { t } = useView();
  if (changes.length === 0) return <p>{t('notification.no-change')}</p>;
  return (
    <ul class="plain rows">
      {changes.map((one) => (
        <li>
          <strong>{`${one.number}. ${one.title}`}</strong>
          <br />
          <del>{one.before === '' ? t('notification.empty') : one.before}</del> →{' '}
          <ins>{one.after === '' ? t('notification.empty') : one.after}</ins>
        </li>
      ))}
    </ul>
  );
}

interface SubmitCardProps {
  readonly loaded: Loaded;
  readonly path: string;
  /** Against what was submitted to this authority last; null: nothing was. */
  readonly changes: readonly FieldChange[] | null;
}

/** A person says that it was submitted; Shopbell sends nothing. A follow-up shows first what it changes. */
export function SubmitCard({ loaded, path, changes }: SubmitCardProps) {
  const { t, locale, timeZone } = useView();
  const { authority, row, phase, filled } = loaded;
  const { told } = loaded.context;
  const words = templateWords(locale).channels;
  const channels = [...new Set([...(authority?.channels ?? []).map((one) => one.id), 'web-form', 'e-mail', 'post', 'phone', 'other'])];
  const asksName = authority === null || authority.note === 'de-land';
  const held = phase === 'complete' && filled.completeness.missing.length > 0;
  return (
    <Card id="submit" heading={t('notification.submit')}>
      {changes === null ? null : (
        <>
          <h3>{t('notification.changes')}</h3>
          <Changes changes={changes} />
        </>
      )}
      {held ? (
        <p>
          <Pill tone="warn">{t('notification.held')}</Pill>
        </p>
      ) : null}
      <Form action={`${path}/submit`}>
        <p class="soft">{t('notification.sends-nothing')}</p>
        {told === null ? null : (
          <p>
            {t('notification.attach-letter')} <a href={`/tell/notices/${told.notice}`}>{t('notification.letter')}</a>
          </p>
        )}
        <input type="hidden" name="version" value={String(row.version)} />
        <div class="fields-2">
          {asksName ? (
            <Field name="authorityName" label={t('notification.authority-name')} maxlength={200} required={authority === null} />
          ) : null}
          <Select
            name="channel"
            label={t('notification.channel')}
            required
            options={channels.map((value) => ({ value, label: words[value] ?? value }))}
          />
          <Field name="at" type="datetime-local" label={t('notification.at')} hint={t('notification.zone', { zone: timeZone })} required />
          <Field name="reference" label={t('notification.reference')} hint={t('notification.reference-hint')} maxlength={200} />
        </div>
        <Textarea name="note" label={t('notification.note')} rows={2} maxlength={4000} />
        <Button>{t('notification.submit-button')}</Button>
      </Form>
    </Card>
  );
}

export interface Submitted {
  readonly row: SubmissionRow;
  readonly file: NotificationFile;
  /** Against the submission to the same authority before it; null of the first. */
  readonly changes: readonly FieldChange[] | null;
}

/** What was submitted, when, by whom, to whom: each with its exact content. */
export function SubmissionsCard({ submitted, casePath }: { readonly submitted: readonly Submitted[]; readonly casePath: string }) {
  const { t } = useView();
  if (submitted.length === 0) return null;
  return (
    <Card id="submissions" heading={t('notification.submissions', { count: submitted.length })} foot={t('notification.submissions-foot')}>
      <ul class="plain rows">
        {submitted.map(({ row, file, changes }) => (
          <li>
            {file.submission === null ? null : <Time at={new Date(file.submission.at)} />}{' '}
            <Pill tone="calm">{t('notification.phase-is', { kind: file.kind.replace('-', ''), phase: file.phase })}</Pill>{' '}
            {file.submission?.authority} {file.submission?.reference ? <Chip>{file.submission.reference}</Chip> : null}
            <p>
              <a href={`${casePath}/submissions/${row.number}`} aria-label={t('notification.open-submission', { number: row.number })}>
                {t('notification.print')}
              </a>{' '}
              <a
                href={`${casePath}/submissions/${row.number}.pdf`}
                aria-label={t('notification.file-of', { number: row.number, format: 'PDF' })}
              >
                PDF
              </a>{' '}
              <a
                href={`${casePath}/submissions/${row.number}.json`}
                aria-label={t('notification.file-of', { number: row.number, format: 'JSON' })}
              >
                JSON
              </a>{' '}
              <small>
                SHA-256 <code>{row.sha256.slice(0, 16)}…</code>
              </small>
            </p>
            {changes === null ? null : (
              <details>
                <summary>{t('notification.what-changed', { count: changes.length })}</summary>
                <Changes changes={changes} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
