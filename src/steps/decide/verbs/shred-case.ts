import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { caseShredded } from '../events.ts';
import { decideTables, takeCase } from '../store.ts';

/**
 * Destroys what a case holds of people once its term is over: its key, the sealed cards, the sealed references of records. Counts, facts,
 * decisions and the register stay. Afterwards opening a copy of a card says SEAL_SHREDDED. CONFLICT before the term; twice changes nothing.
 */
export const shredCase = defineVerb({
  name: 'decide.shred-case',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    if (row.wrapped_key === null) return asUnchanged({ people: 0, records: 0 });
    if (row.shred_at === null || row.shred_at > ctx.now)
      throw new ShopbellError('CONFLICT', { reason: 'the time for which the case is kept is not over' });
    const tables = decideTables(ctx.db);
    await tables.updateTable('cases').set({ wrapped_key: null }).where('id', '=', row.id).execute();
    // A row stays for each person, so that the counts by language, country and flag still add up; nothing in it leads to anybody.
    const people = await sql<object>`
      update case_people p set card = '', customer_hash = p.id, same_as = s.first from (
        select same_as, min(id) as first from case_people where org_id = ${ctx.org} and case_id = ${row.id} group by same_as
      ) s where p.same_as = s.same_as and p.org_id = ${ctx.org} and p.case_id = ${row.id} returning 1`.execute(ctx.db);
    const records = await tables.deleteFrom('case_records').where('case_id', '=', row.id).executeTakeFirstOrThrow();
    const counts = { people: people.rows.length, records: Number(records.numDeletedRows) };
    await ctx.record(caseShredded, { case: row.id, ...counts }, row.id);
    return counts;
  },
});
