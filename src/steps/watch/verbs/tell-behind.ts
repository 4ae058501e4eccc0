import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { isHint } from '../kinds/kinds.ts';
import { watchTables } from '../store.ts';
import { tellAgain } from '../tell-again.ts';

/** Checks that are still down, or come and go, although what they were behind does not any more: they are told now. */
export const tellBehind = defineVerb({
  name: 'watch.tell-behind',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ checks: z.array(idShape('chk')).min(1).max(1_000) }),
  run: async (ctx, { checks }) => {
    const rows = await watchTables(ctx.db)
      .updateTable('watch_checks')
      .set({ behind: null })
      .where('org_id', '=', ctx.org)
      .where('check_id', 'in', checks)
      .where('behind', 'is not', null)
      .returning(['check_id', 'shop_id', 'name', 'state', 'reason', 'severity', 'paused', 'removed_at', 'target'])
      .returning(['flapping_since', 'flapping_changes', 'flapping_minutes'])
      .execute();
    const wrong = rows.filter(
      (row) => (row.state === 'down' || row.flapping_since !== null) && !row.paused && row.removed_at === null && !isHint(row.target),
    );
    for (const row of wrong) await tellAgain(ctx, row);
    return wrong.length === 0 ? asUnchanged({ told: 0 }) : { told: wrong.length };
  },
});
