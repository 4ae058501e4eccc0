import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { judgeLines } from '../checks/judge-lines.ts';
import { makeJudge } from '../checks/judge-name.ts';
import { noteImpostor } from '../note-impostor.ts';
import { readBrand } from '../store.ts';
import { nameWords } from '../words.ts';

/** As many are kept from one list; the rest of a longer list is counted as left out, mildest first. */
const KEEP = 500;

/** Judges a list of names (one a line; URLs, hosts files and filter lists too) and keeps those worth a look. */
export const judgeNames = defineVerb({
  name: 'unmask.judge-names',
  permission: 'operate',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), text: z.string().min(1).max(20_000_000) }),
  run: async (ctx, input) => {
    const brand = await readBrand(ctx.db, ctx.org, input.shop);
    if (brand.words.length === 0) throw new ShopbellError('CONFLICT', { reason: 'the shop has no brand word yet; set one first' });
    const { counts, suspicious } = judgeLines(input.text.split('\n'), makeJudge(brand, nameWords()));
    const worst = suspicious.toSorted((a, b) => b.score - a.score);
    let added = 0;
    for (const one of worst.slice(0, KEEP)) {
      if (await noteImpostor(ctx, { ...one, shop: input.shop, foundBy: 'list' })) added += 1;
    }
    const result = { ...counts, added, leftOut: Math.max(0, worst.length - KEEP) };
    return added > 0 ? result : asUnchanged(result);
  },
});
