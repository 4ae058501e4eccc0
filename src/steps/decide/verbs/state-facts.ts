import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import type { FactName } from '../checks/fact-table.ts';
import { type Fact, factsShape } from '../checks/facts.ts';
import { takeOpenCase } from '../store.ts';

/**
 * A person states facts: each becomes part of a new version, with who said it and when, and the judgement is made anew. Since when the
 * organisation is aware is not stated here (INPUT_INVALID): it moves deadlines, and has a verb of its own that asks for reason and evidence.
 */
export const stateFacts = defineVerb({
  name: 'decide.state-facts',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case'), facts: factsShape }),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    if (input.facts.awareAt !== undefined)
      throw new ShopbellError('INPUT_INVALID', {
        reason: 'awareAt: is stated with a reason and evidence, under “Since when you are aware”',
      });
    const signed = Object.entries(input.facts).map(([name, fact]): [FactName, Fact] => [
      name as FactName,
      { ...fact, statedBy: ctx.actor.id, at: ctx.now.toISOString() },
    ]);
    const { version, changed } = await addVersion(ctx, row, Object.fromEntries(signed), ctx.actor.id);
    return changed.length === 0 ? asUnchanged({ version, changed }) : { version, changed };
  },
});
