import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { assessChosen, choiceShape, takeChoice } from '../affected/choice.ts';
import { type AffectedDocument, describeAffected } from '../affected/describe-affected.ts';
import { type KeptCount, takePeopleCount } from '../store-people-counts.ts';
import { countPeople } from './count-people.ts';

/**
 * Whose data what was chosen touched, as the document of contract/affected.json. With a purpose the directory is asked first, which is written
 * down; without one it tells what was counted when somebody last asked. Throws NOT_FOUND, DIRECTORY_DOWN, DIRECTORY_ANSWER_INVALID.
 */
export const tellAffected = defineVerb({
  name: 'detect.tell-affected',
  permission: 'look',
  effect: 'reads',
  input: z.object({ choice: choiceShape, purpose: z.string().optional() }),
  run: async (ctx, { choice, purpose }): Promise<AffectedDocument> => {
    const count = purpose === undefined ? null : await countPeople(ctx, { choice, purpose });
    const chosen = await takeChoice(ctx, choice);
    const place = { telemetry: ctx.house.telemetry, org: ctx.org, until: ctx.now };
    const affected = await assessChosen(place, chosen);
    const { signal } = chosen;
    const whole = 'signal' in choice && choice.more.length === 0;
    const kept: KeptCount | null =
      count !== null ? { askedAt: ctx.now, count } : whole && signal !== null ? await takePeopleCount(ctx.db, signal.id) : null;
    return describeAffected(chosen, affected, kept);
  },
});
