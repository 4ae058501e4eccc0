import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { keyToken } from '../inventory/key-token.ts';
import { countOpen, type Inventory as Lists, type ScriptRow } from '../inventory/read-inventory.ts';
import type { Standing } from '../inventory/standing-of.ts';

export interface InventoryProps {
  readonly shop: string;
  readonly inventory: Lists;
}

/** What stands on the payment page, in short, with the one thing to do: look, and say why it is there. */
export function Inventory({ shop, inventory }: InventoryProps) {
  const { t } = useView();
  const { scripts } = inventory;
  if (scripts.length === 0) {
    return (
      <Card heading={t('inspect.scripts.heading')}>
        <p class="soft">{t('inspect.scripts.none')}</p>
      </Card>
    );
  }
  const open = countOpen(inventory);
  return (
    <Card
      heading={t('inspect.scripts.heading-open', { open })}
      foot={t('inspect.scripts.foot')}
      actions={
        <>
          <ButtonLink href={`/inspect/shops/${shop}/inventory`}>{t('inspect.scripts.whole')}</ButtonLink>
          <ButtonLink href={`/inspect/shops/${shop}/inventory#evidence`}>{t('inspect.evidence.heading')}</ButtonLink>
        </>
      }
    >
      <ScriptTable shop={shop} scripts={scripts} pageSize={12} />
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

interface ScriptTableProps {
  readonly shop: string;
  readonly scripts: readonly ScriptRow[];
  readonly pageSize?: number;
}

/** Every script with how it stands; each leads to its own page. */
export function ScriptTable({ shop, scripts, pageSize = 50 }: ScriptTableProps) {
  const { t } = useView();
  return (
    <DataTable
      caption={t('inspect.scripts.heading')}
      prefix="scripts"
      rows={scripts}
      pageSize={pageSize}
      textOf={(script) => `${script.url} ${script.hash} ${script.owner ?? ''} ${script.reason ?? ''}`}
      columns={[
        {
          key: 'state',
          label: t('inspect.scripts.state'),
          cell: (script) => <StandingPill standing={script.standing} />,
          filterBy: (script) => script.standing,
          filterLabel: (value) => t(`inspect.standing.${value}`),
        },
        {
          key: 'url',
          label: t('inspect.scripts.script'),
          cell: (script) => (
            <a href={`/inspect/shops/${shop}/scripts/${keyToken(script.key)}`}>
              <code>{script.url}</code>
            </a>
          ),
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
          key: 'first',
          label: t('inspect.first-seen'),
          cell: (script) => <Time at={script.first_seen} />,
          sortBy: (script) => script.first_seen,
        },
        { key: 'why', label: t('inspect.scripts.why'), cell: (script) => script.reason ?? '–' },
      ]}
    />
  );
}

const tones: Readonly<Record<Standing, Tone>> = {
  rejected: 'bad',
  expired: 'warn',
  changed: 'warn',
  returned: 'warn',
  new: 'warn',
  trusted: 'calm',
  authorised: 'ok',
  removed: 'calm',
};

export function StandingPill({ standing }: { readonly standing: Standing }) {
  const { t } = useView();
  return <Pill tone={tones[standing]}>{t(`inspect.standing.${standing}`)}</Pill>;
}
