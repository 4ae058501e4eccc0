import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { dayIn } from '#kernel/belongs-to.ts';
import { idShape } from '#kernel/shapes.ts';
import { readPeopleFile } from '../checks/people-file.ts';
import { peopleImported } from '../events.ts';
import { readGroupRules } from '../read-group-rules.ts';
import { findShop } from '../readers.ts';
import { registryTables } from '../tables.ts';

const BATCH = 1_000;

/**
 * Imports who is behind which record, for a shop without a directory. Cards are stored sealed; a record that was imported
 * before gets the new card. All or nothing. Throws PEOPLE_FILE_INVALID, NOT_FOUND.
 */
export const importPeople = defineVerb({
  name: 'registry.import-people',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    format: z.enum(['csv', 'ndjson']),
    text: z
      .string()
      .min(1, 'must not be empty')
      .max(64 * 1024 * 1024),
  }),
  run: async (ctx, { shop, format, text }) => {
    const { platform, timeZone } = await findShop(ctx.db, shop);
    const people = readPeopleFile(text, format, { rules: await readGroupRules(platform), today: dayIn(ctx.now, timeZone) });
    const { secrets } = ctx.house;
    for (let at = 0; at < people.length; at += BATCH) {
      const rows = people.slice(at, at + BATCH).map((person) => ({
        org_id: ctx.org,
        shop_id: shop,
        kind: person.kind,
        ref: secrets.sealRef(ctx.org, person.kind, person.id),
        card: secrets.seal(ctx.org, JSON.stringify(person.card)),
        imported_at: ctx.now,
      }));
      await registryTables(ctx.db)
        .insertInto('imported_people')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['org_id', 'shop_id', 'kind', 'ref'])
            .doUpdateSet((row) => ({ card: row.ref('excluded.card'), imported_at: row.ref('excluded.imported_at') })),
        )
        .execute();
    }
    const kinds = [...new Set(people.map((person) => person.kind))];
    await ctx.record(peopleImported, { shop, records: people.length, kinds }, shop);
    return { records: people.length };
  },
});
