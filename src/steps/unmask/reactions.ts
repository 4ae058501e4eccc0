import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import { suspicionReported } from '#steps/teach/events.ts';
import { makeJudge } from './checks/judge-name.ts';
import { noteImpostor } from './note-impostor.ts';
import { readBrand, unmaskTables } from './store.ts';
import { nameWords } from './words.ts';

/** Reported names that resemble nothing are kept for a look, but only so many a shop: anybody can report. */
const MOST_UNLIKE = 1_000;

const onSuspicion = defineReaction({
  name: 'unmask.judge-reported',
  on: suspicionReported,
  run: async (ctx, { payload }) => {
    const { host: name, shop } = payload;
    if (name === null) return;
    const tables = unmaskTables(ctx.db);
    const known = await tables
      .updateTable('impostors')
      .set((eb) => ({ reports: eb('reports', '+', 1) }))
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', shop)
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst();
    if (known) return;
    const judgement = makeJudge(await readBrand(ctx.db, ctx.org, shop), nameWords())(name);
    if (judgement.verdict === 'ours') return;
    const reported = { code: 'reported', detail: name } as const;
    if (judgement.verdict === 'suspicious') {
      await noteImpostor(ctx, { ...judgement, shop, name, foundBy: 'customer', reasons: [...judgement.reasons, reported] });
      return;
    }
    const kept = await tables
      .selectFrom('impostors')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', shop)
      .where('found_by', '=', 'customer')
      .executeTakeFirst();
    if (Number(kept?.count ?? 0) >= MOST_UNLIKE) return;
    await noteImpostor(ctx, { shop, name, foundBy: 'customer', score: 20, severity: 'low', reasons: [reported] });
  },
});

export const reactions: readonly Reaction[] = [onSuspicion];
