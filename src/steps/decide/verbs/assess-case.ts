import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { recordSeverity } from '../add-version.ts';
import { decideObligations, type Outcome } from '../checks/decide-obligations.ts';
import { syncClocks } from '../clocks/sync-clocks.ts';
import { decideTables, readVersion, takeOpenCase } from '../store.ts';
import { lawTables } from '../tables.ts';

/** Judges the latest facts anew by the law's tables of today, as a version of its own: the older judgement stays. */
export const assessCase = defineVerb({
  name: 'decide.assess-case',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case') }),
  run: async (ctx, input): Promise<{ readonly version: number; readonly outcome: Outcome }> => {
    const row = await takeOpenCase(ctx, input.case);
    const { facts } = await readVersion(ctx.db, row.id);
    const outcome = decideObligations(facts, lawTables());
    const version = row.version + 1;
    await decideTables(ctx.db)
      .insertInto('case_versions')
      .values({
        org_id: ctx.org,
        case_id: row.id,
        version,
        facts: JSON.stringify(facts),
        changed: '[]',
        outcome: JSON.stringify(outcome),
        stated_by: ctx.actor.id,
        at: ctx.now,
      })
      .execute();
    await decideTables(ctx.db).updateTable('cases').set({ version }).where('id', '=', row.id).execute();
    await recordSeverity(ctx, row, version, facts, outcome);
    await syncClocks(ctx, row.id);
    return { version, outcome };
  },
});
