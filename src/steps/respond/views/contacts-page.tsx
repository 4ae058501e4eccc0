import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { EmptyState } from '#web/components/empty-state.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { TestPageResult } from '../send-test-page.ts';
import type { ContactRow } from '../store.ts';

export interface ContactsPageProps {
  readonly contacts: readonly ContactRow[];
  readonly mayConfigure: boolean;
  /** The secret of a webhook that was just added: shown this once. */
  readonly secret: string | null;
  /** What became of a test page that was just sent. */
  readonly tested: TestPageResult | null;
}

/** Who is woken, in which order. Addresses stay sealed: the list shows names. */
export function ContactsPage({ contacts, mayConfigure, secret, tested }: ContactsPageProps) {
  const { t } = useView();
  return (
    <>
      {secret === null ? null : (
        <Card tone="calm" heading={t('respond.contacts.secret')}>
          <p>{t('respond.contacts.secret-text')}</p>
          <p>
            <code>{secret}</code>
          </p>
        </Card>
      )}
      {tested === null ? null : (
        <Card tone={tested.sent ? 'ok' : 'bad'} heading={t('respond.test.result', { sent: tested.sent ? 'yes' : 'no', name: tested.name })}>
          <p role="status">{tested.response}</p>
        </Card>
      )}
      <Card heading={t('respond.contacts.list')}>
        <DataTable
          caption={t('respond.contacts.list')}
          rows={contacts}
          empty={<EmptyState heading={t('respond.nobody.heading')}>{t('respond.nobody.text')}</EmptyState>}
          columns={[
            { key: 'position', label: t('respond.contacts.position'), cell: (row) => row.position, align: 'number' },
            { key: 'name', label: t('respond.contacts.name'), cell: (row) => row.name },
            { key: 'kind', label: t('respond.contacts.kind'), cell: (row) => t('respond.contacts.kind-of', { kind: row.kind }) },
            { key: 'wait', label: t('respond.contacts.wait'), cell: (row) => t('respond.contacts.minutes', { minutes: row.wait_minutes }) },
            {
              key: 'test',
              label: t('respond.test.column'),
              cell: (row) =>
                mayConfigure ? (
                  <Form action={`/respond/contacts/${row.id}/test`} layout="inline">
                    <Button>{t('respond.test.button')}</Button>
                  </Form>
                ) : null,
            },
            {
              key: 'remove',
              label: t('respond.contacts.remove'),
              cell: (row) =>
                mayConfigure ? (
                  <Form action={`/respond/contacts/${row.id}/remove`} layout="inline">
                    <Button kind="danger">{t('respond.contacts.remove-name', { name: row.name })}</Button>
                  </Form>
                ) : null,
            },
          ]}
        />
      </Card>
      {mayConfigure ? <AddForm /> : null}
    </>
  );
}

function AddForm() {
  const { t } = useView();
  const language = (value: string, label: string) => ({ value, label });
  return (
    <Card heading={t('respond.contacts.add')}>
      <Form action="/respond/contacts">
        <div class="fields-2">
          <Field name="name" label={t('respond.contacts.name')} hint={t('respond.contacts.name-hint')} required maxlength={80} />
          <Select
            name="kind"
            label={t('respond.contacts.kind')}
            required
            options={['mail', 'webhook'].map((kind) => ({ value: kind, label: t('respond.contacts.kind-of', { kind }) }))}
          />
          <Field
            name="address"
            label={t('respond.contacts.address')}
            hint={t('respond.contacts.address-hint')}
            required
            maxlength={500}
            autocomplete="off"
          />
          <Field
            name="position"
            type="number"
            label={t('respond.contacts.position')}
            hint={t('respond.contacts.position-hint')}
            required
            value={1}
            min={1}
            max={20}
          />
          <Field
            name="waitMinutes"
            type="number"
            label={t('respond.contacts.wait')}
            hint={t('respond.contacts.wait-hint')}
            required
            value={10}
            min={1}
            max={240}
          />
          <Select
            name="language"
            label={t('respond.contacts.language')}
            required
            options={[language('en', 'English'), language('pl', 'Polski'), language('de', 'Deutsch'), language('ja', '日本語')]}
          />
        </div>
        <Checkbox name="allowPrivate" label={t('respond.contacts.private')} hint={t('respond.contacts.private-hint')} />
        <Button kind="main">{t('respond.contacts.add-button')}</Button>
      </Form>
    </Card>
  );
}
