import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import { belongsTo, dayIn } from '#kernel/belongs-to.ts';
import type { ShopId } from '#kernel/ids.ts';
import { legalGroups, type PersonCard, type TouchedRecord } from '#kernel/people.ts';
import { type CaseRow, decideTables } from './store.ts';

/** Who is behind the records of a chunk, by reference; of which shop; and that shop's time zone: a birthday begins there. */
export interface Known {
  readonly cards: ReadonlyMap<string, PersonCard>;
  readonly zone: string;
  readonly shop: ShopId;
}

/** Keeps a person of a case, sealed with the case's key, with what `own` of the person's records showed; joined with what is kept already. Returns its id. */
export async function keepPerson(
  ctx: Ctx,
  row: CaseRow,
  key: string,
  { cards, zone, shop }: Known,
  own: readonly TouchedRecord[],
): Promise<string | null> {
  const card = cards.get(own[0]?.ref ?? '');
  if (card === undefined) return null;
  const categories = [...new Set(own.flatMap((record) => record.categories))];
  const answered = (answer: 'yes' | 'unknown') =>
    legalGroups.filter((group) =>
      own.some((record) => belongsTo(cards.get(record.ref) ?? card, group, dayIn(record.first, zone)) === answer),
    );
  const { secrets } = ctx.house;
  const id = ctx.newId('aff');
  const self = whoever(card);
  const kept = await decideTables(ctx.db)
    .insertInto('case_people')
    .values({
      org_id: ctx.org,
      case_id: row.id,
      id,
      shop_id: shop,
      customer_hash: secrets.mac(ctx.org, 'case-person', named(row, shop, card)),
      same_as: self === null ? id : secrets.mac(ctx.org, 'case-person-self', `${row.id} ${self}`),
      card: secrets.sealWith(key, JSON.stringify(card)),
      language: card.language,
      country: card.country,
      flags: JSON.stringify(answered('yes')),
      untold: JSON.stringify(answered('unknown')),
      categories: JSON.stringify(categories),
      records: own.length,
      first_read: new Date(Math.min(...own.map((record) => record.first.getTime()))),
      last_read: new Date(Math.max(...own.map((record) => record.last.getTime()))),
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'case_id', 'customer_hash']).doUpdateSet({
        flags: sql`(select coalesce(jsonb_agg(distinct flag), '[]') from jsonb_array_elements(case_people.flags || excluded.flags) as flag)`,
        untold: sql`(select coalesce(jsonb_agg(distinct one), '[]') from jsonb_array_elements(case_people.untold || excluded.untold) as one)`,
        categories: sql`(select jsonb_agg(distinct kind) from jsonb_array_elements(case_people.categories || excluded.categories) as kind)`,
        records: sql<number>`case_people.records + excluded.records`,
        first_read: sql<Date>`least(case_people.first_read, excluded.first_read)`,
        last_read: sql<Date>`greatest(case_people.last_read, excluded.last_read)`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return kept.id;
}

/** A customer number is a shop's own. Of the case's own shop it stands alone, as before cases reached into other shops. */
function named(row: CaseRow, shop: ShopId, { customer }: PersonCard): string {
  return shop === row.shop_id ? `${row.id} ${customer}` : `${row.id} ${shop} ${customer}`;
}

/** Name and mail address together tell the same person at another shop; one alone may be a family's. */
function whoever({ name, email }: PersonCard): string | null {
  const [who, where] = [name, email].map((text) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase());
  return who && where ? `${who} ${where}` : null;
}
