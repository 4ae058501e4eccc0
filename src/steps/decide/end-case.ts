import type { Ctx } from '#engines/verb.ts';
import type { CaseId } from '#kernel/ids.ts';
import { syncClocks } from './clocks/sync-clocks.ts';
import { caseClosed } from './events.ts';
import { decideTables } from './store.ts';
import { lawTables } from './tables.ts';

/** Closes a case, stops its clocks and sets when its key is shredded: after the years that the regime's table names. Returns that day. */
export async function endCase(ctx: Ctx, id: CaseId): Promise<Date> {
  const shredAt = new Date(ctx.now);
  shredAt.setUTCFullYear(shredAt.getUTCFullYear() + lawTables().registerYears);
  await decideTables(ctx.db)
    .updateTable('cases')
    .set({ state: 'closed', closed_at: ctx.now, shred_at: shredAt })
    .where('id', '=', id)
    .execute();
  await ctx.record(caseClosed, { case: id, shredAt: shredAt.toISOString() }, id);
  await syncClocks(ctx, id);
  return shredAt;
}
