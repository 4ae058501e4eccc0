import type { CaughtMail } from '#engines/mail/types.ts';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';

/** `anna@customers.example` as `a…@customers.example`: enough to tell letters apart in a list. */
function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${[...address][0] ?? ''}…${address.slice(at)}`;
}

/** The caught mails of this organisation. Recipients are masked until a mail is opened. */
export function Mailbox({ mails, mayOpen }: { readonly mails: readonly CaughtMail[]; readonly mayOpen: boolean }) {
  const { t } = useView();
  return (
    <Card foot={mayOpen ? t('respond.mailbox.recorded') : t('respond.mailbox.closed')}>
      <DataTable
        caption={t('respond.mailbox.heading')}
        rows={mails}
        textOf={(row) => row.subject}
        empty={<EmptyState heading={t('respond.mailbox.empty')}>{t('respond.mailbox.empty-text')}</EmptyState>}
        columns={[
          { key: 'at', label: t('respond.mailbox.at'), cell: (row) => <Time at={row.receivedAt} />, sortBy: (row) => row.receivedAt },
          { key: 'to', label: t('respond.mailbox.to'), cell: (row) => row.to.map(maskAddress).join(', ') },
          {
            key: 'subject',
            label: t('respond.mailbox.subject'),
            cell: (row) => (mayOpen ? <a href={`/respond/mailbox/${row.id}`}>{row.subject}</a> : row.subject),
            sortBy: (row) => row.subject,
          },
        ]}
      />
    </Card>
  );
}

/** One caught mail as text; its HTML has a page of its own that runs and loads nothing. */
export function OneMail({ mail }: { readonly mail: CaughtMail }) {
  const { t } = useView();
  return (
    <Card>
      <KeyValue
        items={[
          { key: t('respond.mailbox.at'), value: <Time at={mail.receivedAt} /> },
          { key: t('respond.mailbox.from'), value: mail.from },
          { key: t('respond.mailbox.to'), value: mail.to.join(', ') },
          { key: 'Message-ID', value: <code>{mail.headers['message-id'] ?? ''}</code> },
        ]}
      />
      {mail.html === null ? null : (
        <p>
          <a href={`/respond/mailbox/${mail.id}/html`}>{t('respond.mailbox.html')}</a>
        </p>
      )}
      <pre>{mail.text}</pre>
    </Card>
  );
}
