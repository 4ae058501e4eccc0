import type { Ctx } from '#engines/verb.ts';
import { triedName } from '#kernel/hashed.ts';
import type { ShopId } from '#kernel/ids.ts';
import { type PersonCard, type TouchedRecord, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { peopleLookedUp } from './events.ts';
import { keepPerson } from './keep-person.ts';
import { type CaseRow, decideTables } from './store.ts';

const PAGE = 1000;

/** The case's key, the shop whose accounts and people these are, and its time zone. */
interface Where {
  readonly key: string;
  readonly shop: ShopId;
  readonly zone: string;
}

/**
 * Accounts that somebody got into and of which only the typed name is known, as a keyed hash: each is counted to the person of the case whose
 * mail address or customer number hashes to it. The others stay unknown. The ledger says how many were named.
 */
export async function nameBearers(ctx: Ctx, row: CaseRow, where: Where, unnamed: ReadonlyMap<string, TouchedRecord>): Promise<void> {
  const { key, shop } = where;
  const open = await openAccounts(ctx, row, shop, unnamed);
  let named = 0;
  for (let after = ''; open.size > 0; ) {
    const people = await decideTables(ctx.db)
      .selectFrom('case_people')
      .select(['id', 'card'])
      .where('case_id', '=', row.id)
      .where('shop_id', '=', shop)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { card: sealed } of people) {
      // Sealed by us as a card, and opened by no other key.
      const card = JSON.parse(ctx.house.secrets.openWith(key, sealed, 'find-affected')) as PersonCard;
      for (const hash of [card.email, card.customer].map((name) => hashOf(ctx, name))) {
        const record = open.get(hash);
        if (record === undefined) continue;
        open.delete(hash);
        named += 1;
        await attach(ctx, row, where, record, card);
      }
    }
    const last = people.at(-1);
    if (last === undefined || people.length < PAGE) break;
    after = last.id;
  }
  if (named > 0) await ctx.record(peopleLookedUp, { case: row.id, purpose: 'find-affected', records: named, people: named }, row.id);
}

/** Those of the case that are still nobody's. */
async function openAccounts(
  ctx: Ctx,
  row: CaseRow,
  shop: ShopId,
  unnamed: ReadonlyMap<string, TouchedRecord>,
): Promise<Map<string, TouchedRecord>> {
  if (unnamed.size === 0) return new Map();
  const rows = await decideTables(ctx.db)
    .selectFrom('case_records')
    .select('ref')
    .where('case_id', '=', row.id)
    .where('shop_id', '=', shop)
    .where('kind', '=', UNNAMED_ACCOUNT)
    .where('person_id', 'is', null)
    .execute();
  return new Map(
    rows.flatMap(({ ref }) => {
      const record = unnamed.get(ref);
      return record === undefined ? [] : [[ref as string, record] as const];
    }),
  );
}

async function attach(ctx: Ctx, row: CaseRow, { key, zone, shop }: Where, record: TouchedRecord, card: PersonCard): Promise<void> {
  const person = await keepPerson(ctx, row, key, { cards: new Map([[record.ref, card]]), zone, shop }, [record]);
  await decideTables(ctx.db)
    .updateTable('case_records')
    .set({ person_id: person })
    .where('case_id', '=', row.id)
    .where('shop_id', '=', shop)
    .where('kind', '=', UNNAMED_ACCOUNT)
    .where('ref', '=', record.ref)
    .execute();
}

function hashOf(ctx: Ctx, name: string): string {
  const { purpose, text } = triedName(name);
  return ctx.house.secrets.mac(ctx.org, purpose, text);
}
