import type { Source } from '#registry/types.ts';
import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { type Column, DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { RefusedSender } from '../syslog/refused-senders.ts';

interface Props {
  readonly senders: readonly RefusedSender[];
  /** Sources of kind syslog, which could take one of them. */
  readonly sources: readonly Source[];
  readonly mayConfigure: boolean;
  /** Why one could not be accepted. */
  readonly error: string | undefined;
}

/** Who was turned away by syslog: when, from where, how often, why, and how to accept. */
export function RefusedSenders({ senders, sources, mayConfigure, error }: Props) {
  const { t } = useView();
  return (
    <>
      {error === undefined ? null : (
        <Card tone="bad">
          <p>{error}</p>
        </Card>
      )}
      <DataTable
        caption={t('intake.refused')}
        rows={senders}
        columns={columnsFor(t, sources, mayConfigure)}
        textOf={(row) => `${row.remote} ${row.fingerprint}`}
        empty={<EmptyState heading={t('intake.refused.none')}>{t('intake.refused.none-text')}</EmptyState>}
      />
      <p>{t('intake.refused.bounds')}</p>
    </>
  );
}

function columnsFor(t: Translate, sources: readonly Source[], mayConfigure: boolean): readonly Column<RefusedSender>[] {
  return [
    { key: 'last', label: t('intake.refused.last'), cell: (row) => <Time at={row.lastSeen} />, sortBy: (row) => row.lastSeen },
    { key: 'from', label: t('intake.refused.from'), cell: (row) => <code>{row.remote}</code>, sortBy: (row) => row.remote },
    { key: 'times', label: t('intake.refused.times'), align: 'number', cell: (row) => row.times, sortBy: (row) => row.times },
    { key: 'first', label: t('intake.refused.first'), cell: (row) => <Time at={row.firstSeen} />, sortBy: (row) => row.firstSeen },
    {
      key: 'why',
      label: t('intake.reason'),
      cell: (row) => <Why row={row} />,
      filterBy: (row) => row.reason,
      filterLabel: (value) => t(`intake.refused.${value}`),
    },
    { key: 'accept', label: t('intake.refused.accept'), cell: (row) => <Accept {...{ row, sources, mayConfigure }} /> },
  ];
}

function Why({ row }: { readonly row: RefusedSender }) {
  const { t } = useView();
  return (
    <>
      {t(`intake.refused.${row.reason}`)}{' '}
      {row.source === null ? null : <a href={`/settings/sources/${row.source.id}`}>{row.source.name}</a>}
      {row.fingerprint === '' ? null : (
        <>
          <br />
          {t('intake.refused.showed')} <code>{row.fingerprint}</code>
        </>
      )}
    </>
  );
}

interface AcceptProps {
  readonly row: RefusedSender;
  readonly sources: readonly Source[];
  readonly mayConfigure: boolean;
}

/** A certificate is set on a source; without one the sender has to be told the token. */
function Accept({ row, sources, mayConfigure }: AcceptProps) {
  const { t } = useView();
  if (row.taken !== null) return <Pill tone="ok">{t('intake.refused.taken', { source: row.taken.name })}</Pill>;
  if (row.fingerprint === '') return <>{t(`intake.refused.how.${row.reason}`)}</>;
  if (!mayConfigure) return <>{t('intake.refused.ask')}</>;
  const fresh = <ButtonLink href={`/settings/connect?certificate=${row.fingerprint}`}>{t('intake.refused.new-source')}</ButtonLink>;
  if (sources.length === 0) return fresh;
  return (
    <>
      <Form action="/settings/sources/refused" layout="inline">
        <input type="hidden" name="certificate" value={row.fingerprint} />
        <Select
          id={`source-${row.remote.replace(/\W/g, '-')}-${row.fingerprint.slice(0, 12)}-${row.reason}`}
          name="source"
          label={t('intake.refused.as')}
          value={row.source?.id}
          options={sources.map((source) => ({ value: source.id, label: source.name }))}
          required
        />
        <Button>{t('intake.refused.accept')}</Button>
      </Form>
      {fresh}
    </>
  );
}
