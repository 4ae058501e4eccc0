import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { assessChosen, choiceShape, takeChoice } from '../affected/choice.ts';
import { readPeople } from '../affected/read-people.ts';
import { judgePeopleCount, type PeopleCount } from '../checks/judge-groups.ts';
import { peopleCounted } from '../events.ts';
import { keepPeopleCount } from '../store-people-counts.ts';

/**
 * How many people are behind the records that were chosen, and how many of each group that matters legally: asks the directory who is behind
 * each. Only numbers come back and are kept (of a whole signal, until it is asked again); that it was asked, and why, is written down.
 * Throws DIRECTORY_DOWN, DIRECTORY_ANSWER_INVALID.
 */
export const countPeople = defineVerb({
  name: 'detect.count-people',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ choice: choiceShape, purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { choice, purpose }): Promise<PeopleCount> => {
    const chosen = await takeChoice(ctx, choice);
    const before = await assessChosen({ telemetry: ctx.house.telemetry, org: ctx.org, until: ctx.now }, chosen);
    const { records, people, unknown } = await readPeople(ctx.house, ctx.org, chosen);
    const count = judgePeopleCount({ records, people, unknownRecords: unknown.length }, before);
    if ('signal' in choice && choice.more.length === 0) await keepPeopleCount(ctx.db, ctx.org, choice.signal, ctx.now, count);
    const signal = 'signal' in choice ? choice.signal : null;
    await ctx.record(peopleCounted, { signal, records, people: people.length, purpose }, signal ?? undefined);
    return count;
  },
});
