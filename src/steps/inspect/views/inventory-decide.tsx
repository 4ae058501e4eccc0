import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Item } from '../inventory/item-shape.ts';
import { keyToken } from '../inventory/key-token.ts';
import type { Inventory } from '../inventory/read-inventory.ts';
import { isOpen, type Standing } from '../inventory/standing-of.ts';
import { StandingPill } from './inventory.tsx';

interface OpenItem extends Item {
  readonly standing: Standing;
  readonly about: string;
}

interface DecideProps {
  readonly shop: string;
  readonly inventory: Inventory;
}

/** What somebody has to look at, each with a place for its own reason; ticked things are authorised or rejected together. */
export function InventoryDecide({ shop, inventory }: DecideProps) {
  const { t } = useView();
  const items = openItems(inventory, (party) => t(`inspect.party.${party}`));
  if (items.length === 0) return null;
  return (
    <Card heading={t('inspect.inv.open', { open: items.length })} tone="warn">
      <Form action={`/inspect/shops/${shop}/inventory/authorise`}>
        <ul class="rows">
          {items.map((item, index) => (
            <li>
              <input type="hidden" name={`item.${index}`} value={`${item.kind} ${item.key}`} />
              <Checkbox
                name={`pick.${index}`}
                label={
                  <>
                    <StandingPill standing={item.standing} /> <code>{item.about}</code>
                  </>
                }
              />
              {item.kind === 'script' ? <a href={`/inspect/shops/${shop}/scripts/${keyToken(item.key)}`}>{t('inspect.inv.look')}</a> : null}
              <Field name={`why.${index}`} label={t('inspect.inv.own-reason')} maxlength={500} />
            </li>
          ))}
        </ul>
        <Field name="reason" label={t('inspect.inv.reason')} hint={t('inspect.inv.reason-hint')} maxlength={500} />
        <Field name="owner" label={t('inspect.inv.owner')} hint={t('inspect.inv.owner-hint')} maxlength={200} />
        <Field name="until" type="date" label={t('inspect.inv.until')} hint={t('inspect.inv.until-hint')} />
        <Checkbox name="trust" label={t('inspect.inv.trust')} hint={t('inspect.inv.trust-hint')} />
        <p class="row">
          <Button kind="main">{t('inspect.inv.authorise')}</Button>
          <Button kind="danger" formaction={`/inspect/shops/${shop}/inventory/reject`}>
            {t('inspect.inv.reject')}
          </Button>
        </p>
      </Form>
    </Card>
  );
}

/** At most so many on one form; the rest comes when these are done. */
const MOST = 200;

function openItems({ scripts, hosts, headers }: Inventory, partyOf: (party: string) => string): OpenItem[] {
  const all: OpenItem[] = [
    ...scripts.map(({ key, standing, url, party }): OpenItem => ({ kind: 'script', key, standing, about: `${url} (${partyOf(party)})` })),
    ...hosts.map(({ host, standing }): OpenItem => ({ kind: 'host', key: host, standing, about: host })),
    ...headers.map(
      ({ name, standing, value }): OpenItem => ({ kind: 'header', key: name, standing, about: `${name}: ${value.slice(0, 160) || '–'}` }),
    ),
  ];
  return all.filter(({ standing }) => isOpen(standing)).slice(0, MOST);
}
