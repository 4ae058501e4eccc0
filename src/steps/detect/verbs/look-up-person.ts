import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import type { PersonCard } from '#kernel/people.ts';
import { assessChosen, choiceShape, takeChoice } from '../affected/choice.ts';
import { resolveConcerned } from '../affected/resolve-concerned.ts';
import { besideRecords } from '../checks/judge-groups.ts';
import { personLookedUp } from '../events.ts';
import type { SureRecord } from '../read-touched.ts';

/** What was touched of one person. */
export interface PersonTouched {
  /** `not-found`: all that was touched is somebody else's. `cannot-exclude`: of some nobody knows whose it is, or whether there is more. */
  readonly answer: 'touched' | 'not-found' | 'cannot-exclude';
  readonly records: readonly SureRecord[];
  /** Touched records, and entered accounts, whose people the directory does not know. */
  readonly unknown: number;
}

/**
 * Whether a person's data was touched, by mail address or customer number: asks the directory who is behind each touched record. It opens
 * the people of everything that was chosen to answer, so it is recorded with its reason; the person's own name is not. Throws DIRECTORY_DOWN.
 */
export const lookUpPerson = defineVerb({
  name: 'detect.look-up-person',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ choice: choiceShape, who: z.string().trim().min(1).max(320), purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { choice, who, purpose }): Promise<PersonTouched> => {
    const chosen = await takeChoice(ctx, choice);
    const beside = besideRecords(await assessChosen({ telemetry: ctx.house.telemetry, org: ctx.org, until: ctx.now }, chosen));
    const records: SureRecord[] = [];
    let asked = 0;
    let unknown = 0;
    for await (const batch of resolveConcerned(ctx.house, ctx.org, chosen)) {
      asked += batch.length;
      unknown += batch.filter(({ card }) => card === null).length;
      records.push(...batch.flatMap(({ record, card }) => (isPerson(card, who) ? [record] : [])));
    }
    const answer = records.length > 0 ? 'touched' : unknown > 0 || asked === 0 || beside !== 0 ? 'cannot-exclude' : 'not-found';
    const signal = 'signal' in choice ? choice.signal : null;
    await ctx.record(personLookedUp, { signal, answer, records: records.length, purpose }, signal ?? undefined);
    return { answer, records, unknown };
  },
});

function isPerson(card: PersonCard | null, who: string): boolean {
  return card !== null && (card.customer === who || card.email.toLowerCase() === who.toLowerCase());
}
