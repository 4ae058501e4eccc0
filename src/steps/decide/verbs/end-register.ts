import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { registerEnded } from '../events.ts';
import { chainEntries, lockRegister } from '../register/chain-entries.ts';
import { endOf, readRules } from '../register/rules.ts';
import { decideTables, takeCase } from '../store.ts';

/** Removes what the register's entries of a case say, once their time is over. Their links stay: the chain is whole. CONFLICT before that day. */
export const endRegister = defineVerb({
  name: 'decide.end-register',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const end = endOf(row.closed_at, await readRules(ctx.db));
    if (end === null || end > ctx.now) throw new ShopbellError('CONFLICT', { reason: 'the time for which the entry is kept is not over' });
    await lockRegister(ctx);
    const tables = decideTables(ctx.db);
    // An entry without a link could not go without leaving a gap that nobody can tell from a theft.
    const late = await chainEntries(ctx);
    const ended = await tables
      .updateTable('register_chain')
      .set({ ended_at: ctx.now })
      .where('case_id', '=', row.id)
      .where('ended_at', 'is', null)
      .returning(['entry_id', 'hash'])
      .execute();
    if (ended.length === 0 && late.length === 0) return asUnchanged({ entries: 0 });
    await tables.deleteFrom('register_entries').where('case_id', '=', row.id).execute();
    await ctx.record(
      registerEnded,
      { case: row.id, number: row.number, entries: ended.length, hashes: ended.map((one) => one.hash) },
      row.id,
    );
    return { entries: ended.length };
  },
});
