import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import type { PersonCard, TouchedRecord } from '#kernel/people.ts';
import { idShape } from '#kernel/shapes.ts';
import { personLookedUp } from '../events.ts';
import { readTouched } from '../read-touched.ts';
import { takeSignal, whole } from '../store.ts';

/** What a signal touched of one person. */
export interface PersonTouched {
  /** `not-found`: every touched record is somebody else's. `cannot-exclude`: for some nobody knows whose they are. */
  readonly answer: 'touched' | 'not-found' | 'cannot-exclude';
  readonly records: readonly TouchedRecord[];
  /** Touched records whose people the directory does not know. */
  readonly unknown: number;
}

/**
 * Whether a person's data was touched, by mail address or customer number: asks the directory who is behind each touched record. It opens
 * the people of the whole signal to answer, so it is recorded with its reason; the person's own name is not. Throws DIRECTORY_DOWN.
 */
export const lookUpPerson = defineVerb({
  name: 'detect.look-up-person',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ signal: idShape('sig'), who: z.string().trim().min(1).max(320), purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { signal, who, purpose }): Promise<PersonTouched> => {
    const row = await takeSignal(ctx.db, signal);
    const parts = row.reads === null ? [] : [{ shop: row.shop_id, reads: whole(row.reads) }];
    const records: TouchedRecord[] = [];
    let unknown = 0;
    for await (const batch of readTouched(ctx.house.telemetry, ctx.org, parts)) {
      const resolved = await ctx.house.ports.resolvePeople(ctx.org, row.shop_id, batch);
      unknown += resolved.unknown.length;
      records.push(...batch.filter((record) => isPerson(resolved.people.get(record.ref), who)));
    }
    const answer = records.length > 0 ? 'touched' : unknown > 0 || row.reads === null ? 'cannot-exclude' : 'not-found';
    await ctx.record(personLookedUp, { signal, answer, records: records.length, purpose }, signal);
    return { answer, records, unknown };
  },
});

function isPerson(card: PersonCard | undefined, who: string): boolean {
  return card !== undefined && (card.customer === who || card.email.toLowerCase() === who.toLowerCase());
}
