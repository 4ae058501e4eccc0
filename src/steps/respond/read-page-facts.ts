import type { House } from '#engines/house.ts';
import { readStory } from '#engines/ledger/read-story.ts';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import { registryTables } from '#registry/tables.ts';
import { findClock } from './checks/find-clock.ts';
import { nextContacts } from './checks/next-contacts.ts';
import type { PageFacts } from './compose-page.ts';
import { pageLink } from './page-token.ts';
import { activeContacts } from './queue-pages.ts';
import { caseChapters } from './readers.ts';
import { type ContactRow, type PageRow, respondTables } from './store.ts';

/** What a page says besides the money at risk, or `null` when it is no longer to be sent (its contact was removed meanwhile). */
export async function readPageFacts(scope: Scope & { readonly db: Tx }, pageId: PageRow['id']): Promise<Omit<PageFacts, 'risk'> | null> {
  const { db, org, house } = scope;
  const tables = respondTables(db);
  const page = await tables.selectFrom('pages').selectAll().where('org_id', '=', org).where('id', '=', pageId).executeTakeFirst();
  if (!page || page.incident_id === null) return null;
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
  const clock = findClock(await readStory(db, org, incident.id, { chapters: caseChapters, without: [] }));
  return {
    page,
    incident,
    shop: shop?.name ?? incident.shop_id,
    timeZone: shop?.time_zone ?? 'UTC',
    deadline: clock?.until ?? null,
    language: contact.language,
    next: await whoIsNext(scope, page, contact),
    to: reachOf(scope, contact),
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
export async function whoIsNext(scope: Scope & { readonly db: Tx }, page: PageRow, contact: ContactRow): Promise<PageFacts['next']> {
  const next = nextContacts(await activeContacts(scope), contact.position, page.round);
  if (next === null) return 'none';
  return next.contacts.some((one) => one.id !== contact.id) ? 'other' : 'same';
}

/** How a contact is reached: its address and secret, opened for that alone. */
export function reachOf({ house, org }: Pick<Scope, 'house' | 'org'>, contact: ContactRow): PageFacts['to'] {
  return {
    kind: contact.kind,
    address: house.secrets.open(org, contact.address, 'reach-own-people'),
    secret: contact.secret === null ? '' : house.secrets.open(org, contact.secret, 'use-own-secret'),
    allowPrivate: contact.allow_private,
  };
}
