import type { Tx } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import { registryTables } from '#registry/tables.ts';
import type { DeadlineFacts } from './compose-deadline.ts';
import { pageLink } from './page-token.ts';
import { reachOf, senderFor, whoIsNext } from './read-page-facts.ts';
import { type PageRow, respondTables } from './store.ts';

/** What a page about a deadline says, or `null` when it is no longer to be sent (its contact was removed meanwhile). */
export async function readDeadlineFacts(scope: Scope & { readonly db: Tx }, pageId: PageRow['id']): Promise<DeadlineFacts | null> {
  const { db, org, house } = scope;
  const tables = respondTables(db);
  const page = await tables.selectFrom('pages').selectAll().where('org_id', '=', org).where('id', '=', pageId).executeTakeFirst();
  if (!page?.deadline) return null;
  const contact = await tables
    .selectFrom('contacts')
    .selectAll()
    .where('org_id', '=', org)
    .where('id', '=', page.contact_id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!contact) return null;
  // A case about no shop speaks in the name and the zone of the organisation's first one.
  const shops = await registryTables(db)
    .selectFrom('shops')
    .select(['shop_id', 'time_zone', 'contact'])
    .where('org_id', '=', org)
    .execute();
  const shop = shops.find((one) => one.shop_id === page.deadline?.shop) ?? shops[0];
  return {
    page,
    notice: page.deadline,
    timeZone: shop?.time_zone ?? 'UTC',
    language: contact.language,
    missing: page.deadline.missing.length === 0 ? [] : house.ports.factWords(page.deadline.missing, contact.language),
    next: await whoIsNext(scope, page, contact),
    to: reachOf(scope, contact),
    caseUrl: `${house.publicUrl}/decide/cases/${page.deadline.case}`,
    answerUrl: pageLink(scope, page.id),
    from: senderFor(house, shop?.contact.address ?? ''),
    mode: house.mailer.mode,
  };
}
