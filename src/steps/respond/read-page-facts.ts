import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { ledgerTables } from '#engines/ledger/tables.ts';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import { registryTables } from '#registry/tables.ts';
import { caseOpened } from '#steps/decide/events.ts';
import { nextContacts } from './checks/next-contacts.ts';
import type { PageFacts } from './compose-page.ts';
import { pageLink } from './page-token.ts';
import { activeContacts } from './queue-pages.ts';
import { type ContactRow, type PageRow, respondTables } from './store.ts';

/** What a page says besides the money at risk, or `null` when it is no longer to be sent (its contact was removed meanwhile). */
export async function readPageFacts(scope: Scope & { readonly db: Tx }, pageId: PageRow['id']): Promise<Omit<PageFacts, 'risk'> | null> {
  const { db, org, house } = scope;
  const tables = respondTables(db);
  const page = await tables.selectFrom('pages').selectAll().where('org_id', '=', org).where('id', '=', pageId).executeTakeFirst();
  if (!page) return null;
  const contact = await tables
    .selectFrom('contacts')
    .selectAll()
    .where('org_id', '=', org)
    .where('id', '=', page.contact_id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  const incident = await tables
    .selectFrom('incidents')
    .selectAll()
    .where('org_id', '=', org)
    .where('id', '=', page.incident_id)
    .executeTakeFirst();
  if (!contact || !incident) return null;
  const shop = await registryTables(db)
    .selectFrom('shops')
    .select(['name', 'time_zone', 'contact'])
    .where('org_id', '=', org)
    .where('shop_id', '=', incident.shop_id)
    .executeTakeFirst();
  const [opened] = await ledgerTables(db)
    .selectFrom('ledger')
    .select('payload')
    .where('org_id', '=', org)
    .where('kind', '=', caseOpened.name)
    .where(sql<boolean>`payload->>'incident' = ${incident.id}`)
    .execute();
  const clock = opened === undefined ? null : caseOpened.payload.safeParse(opened.payload);
  return {
    page,
    incident,
    shop: shop?.name ?? incident.shop_id,
    timeZone: shop?.time_zone ?? 'UTC',
    deadline: clock?.success ? new Date(clock.data.deadline) : null,
    language: contact.language,
    next: await whoIsNext(scope, page, contact),
    to: {
      kind: contact.kind,
      address: house.secrets.open(org, contact.address, 'reach-own-people'),
      secret: contact.secret === null ? '' : house.secrets.open(org, contact.secret, 'use-own-secret'),
      allowPrivate: contact.allow_private,
    },
    incidentUrl: `${house.publicUrl}/respond/incidents/${incident.id}`,
    answerUrl: pageLink(scope, page.id),
    from: senderFor(house, shop?.contact.address ?? ''),
    mode: house.mailer.mode,
  };
}

/** Whom pages come from: without an address of its own this Shopbell takes the shop's, since a mail server takes no mail from nowhere. */
export function senderFor(house: Pick<House, 'mailFrom'>, shopAddress: string): string {
  return house.mailFrom ?? (isMailAddress(shopAddress) ? shopAddress : 'shopbell@shopbell.invalid');
}

/** Who is woken when this page is not answered, as escalating will have it. */
async function whoIsNext(scope: Scope & { readonly db: Tx }, page: PageRow, contact: ContactRow): Promise<PageFacts['next']> {
  const next = nextContacts(await activeContacts(scope), contact.position, page.round);
  if (next === null) return 'none';
  return next.contacts.some((one) => one.id !== contact.id) ? 'other' : 'same';
}
