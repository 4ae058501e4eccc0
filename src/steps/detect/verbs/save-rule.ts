import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { ruleSaved } from '../events.ts';
import { composeRules, problemsOf } from '../own/compose-rules.ts';
import { fileOf, listsOf, rulesOf, takeRule } from '../own/store-rules.ts';
import { detectTables } from '../tables.ts';

const MOST_RULES = 500;

/**
 * Adds a text with Sigma documents to a shop's rules, in shadow, or changes one; a change puts it back into shadow.
 * Throws RULE_NOT_VALID with the line. Returns its id.
 */
export const saveRule = defineVerb({
  name: 'detect.save-rule',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    rule: idShape('rule').nullable(),
    text: z.string().min(1).max(100_000),
    /** The file it comes from. */
    file: z.string().max(300).nullable().default(null),
  }),
  run: async (ctx, { shop, rule, text, file }) => {
    const known = rule === null ? null : await takeRule(ctx.db, rule);
    const id = known?.id ?? ctx.newId('rule');
    const others = (await rulesOf(ctx.db, shop, ['on', 'shadow'])).filter((row) => row.id !== id).map(fileOf);
    if (known === null && others.length >= MOST_RULES)
      throw new ShopbellError('INPUT_INVALID', { reason: `a shop has at most ${MOST_RULES} rules` });
    const lists = await listsOf(ctx.db, shop);
    const [problem] = problemsOf(text, others, lists, id);
    if (problem) throw new ShopbellError('RULE_NOT_VALID', { file: 'this text', line: problem.line, reason: problem.reason });
    const title = titleOf(text, id, others, lists);
    const values = { title, text, state: 'shadow' as const, changed_at: ctx.now };
    if (known === null) {
      const made = { org_id: ctx.org, id, shop_id: shop, from_signal: null, file, made_by: ctx.actor.id, made_at: ctx.now };
      await detectTables(ctx.db)
        .insertInto('detect_rules')
        .values({ ...made, ...values })
        .execute();
    } else await detectTables(ctx.db).updateTable('detect_rules').set(values).where('id', '=', id).execute();
    await ctx.record(ruleSaved, { rule: id, shop, title }, id);
    return { rule: id };
  },
});

/** The title of the last document that speaks: of a text with counted rules and a correlation, the correlation's. */
function titleOf(text: string, id: string, others: Parameters<typeof composeRules>[0], lists: Parameters<typeof composeRules>[1]): string {
  const { rules, correlations } = composeRules([...others, { name: id, text }], lists);
  const own = [...rules, ...correlations].filter((one) => one.file === id);
  return (own.findLast((one) => one.speaks) ?? own.at(-1))?.rule.title ?? /^title: *(.+)$/m.exec(text)?.[1] ?? id;
}
