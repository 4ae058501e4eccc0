import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { ruleStateSet } from '../events.ts';
import { takeRule } from '../own/store-rules.ts';
import { detectTables } from '../tables.ts';

export const ruleStateShape = z.enum(['shadow', 'on', 'off']);

/** Puts a rule into shadow, on, or off. */
export const setRuleState = defineVerb({
  name: 'detect.set-rule-state',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ rule: idShape('rule'), state: ruleStateShape }),
  run: async (ctx, { rule, state }) => {
    const row = await takeRule(ctx.db, rule);
    if (row.state === state) return asUnchanged({ rule });
    await detectTables(ctx.db).updateTable('detect_rules').set({ state, changed_at: ctx.now }).where('id', '=', rule).execute();
    await ctx.record(ruleStateSet, { rule, shop: row.shop_id, state }, rule);
    return { rule };
  },
});
