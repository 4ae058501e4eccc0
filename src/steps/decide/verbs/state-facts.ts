import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import type { FactName } from '../checks/fact-table.ts';
import { type Fact, factsShape } from '../checks/facts.ts';
import { takeOpenCase } from '../store.ts';

/** A person states facts: each becomes part of a new version, with who said it and when, and the judgement is made anew. */
export const stateFacts = defineVerb({
  name: 'decide.state-facts',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case'), facts: factsShape }),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    const signed = Object.entries(input.facts).map(([name, fact]): [FactName, Fact] => [
      name as FactName,
      { ...fact, statedBy: ctx.actor.id, at: ctx.now.toISOString() },
    ]);
    const { version, changed } = await addVersion(ctx, row, Object.fromEntries(signed), ctx.actor.id);
    return changed.length === 0 ? asUnchanged({ version, changed }) : { version, changed };
  },
});
