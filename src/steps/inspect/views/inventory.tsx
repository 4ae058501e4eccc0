import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import { isAuthorised, type readInventory, type ScriptRow } from '../read-overview.ts';

export interface InventoryProps extends Awaited<ReturnType<typeof readInventory>> {
  readonly shop: string;
}

/** Every script and host of the payment page, with who said why it is there. */
export function Inventory({ shop, scripts, hosts }: InventoryProps) {
  const { t } = useView();
  if (scripts.length === 0) {
    return (
      <Card heading={t('inspect.scripts.heading')}>
        <p class="soft">{t('inspect.scripts.none')}</p>
      </Card>
    );
  }
  const open =
    scripts.filter((script) => script.present && !isAuthorised(script)).length + hosts.filter((host) => host.authorised_at === null).length;
  return (
    <Card heading={t('inspect.scripts.heading-open', { open })} foot={t('inspect.scripts.foot')}>
      <DataTable
        caption={t('inspect.scripts.heading')}
        prefix="scripts"
        rows={scripts}
        textOf={(script) => `${script.url} ${script.hash}`}
        columns={[
          { key: 'state', label: t('inspect.scripts.state'), cell: (script) => <ScriptState script={script} /> },
          {
            key: 'url',
            label: t('inspect.scripts.script'),
            cell: (script) => <code>{script.url}</code>,
            sortBy: (script) => script.url,
          },
          {
            key: 'party',
            label: t('inspect.scripts.party'),
            cell: (script) => t(`inspect.party.${script.party}`),
            filterBy: (script) => script.party,
            filterLabel: (value) => t(`inspect.party.${value}`),
          },
          {
            key: 'bytes',
            label: t('inspect.scripts.bytes'),
            align: 'number',
            cell: (script) => script.bytes,
            sortBy: (script) => script.bytes,
          },
          { key: 'hash', label: 'SHA-256', cell: (script) => <code title={script.hash}>{script.hash.slice(0, 16)}</code> },
          {
            key: 'first',
            label: t('inspect.first-seen'),
            cell: (script) => <Time at={script.first_seen} />,
            sortBy: (script) => script.first_seen,
          },
          { key: 'why', label: t('inspect.scripts.why'), cell: (script) => script.reason ?? '–' },
        ]}
      />
      <p>
        {t('inspect.scripts.hosts')} {hosts.length === 0 ? t('inspect.scripts.no-hosts') : null}
        {hosts.map((host) => (
          <>
            <code>{host.host}</code> {host.authorised_at === null ? <Pill tone="warn">{t('inspect.scripts.new')}</Pill> : null}{' '}
          </>
        ))}
      </p>
      {open > 0 ? (
        <Form action={`/inspect/shops/${shop}/authorise`}>
          <Field
            name="reason"
            label={t('inspect.scripts.reason')}
            hint={t('inspect.scripts.reason-hint')}
            required
            minlength={3}
            maxlength={500}
          />
          <Button kind="main">{t('inspect.scripts.authorise')}</Button>
        </Form>
      ) : null}
    </Card>
  );
}

function ScriptState({ script }: { readonly script: ScriptRow }) {
  const { t } = useView();
  if (!script.present) return <Pill tone="calm">{t('inspect.scripts.gone')}</Pill>;
  if (isAuthorised(script)) return <Pill tone="ok">{t('inspect.scripts.authorised')}</Pill>;
  return <Pill tone="warn">{script.authorised_hash === null ? t('inspect.scripts.new') : t('inspect.scripts.changed')}</Pill>;
}
