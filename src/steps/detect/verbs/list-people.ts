import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { legalGroups, UNNAMED_ACCOUNT } from '#kernel/people.ts';
import { choiceShape, takeChoice } from '../affected/choice.ts';
import { readPeople } from '../affected/read-people.ts';
import { cell } from '../csv-cell.ts';
import { affectedListOpened } from '../events.ts';

/**
 * The people behind the records that were chosen, in the clear, as CSV: one line a person by the shop's own customer number, and one a record
 * whose person nobody knows. Written down with its reason and how many it held. Throws DIRECTORY_DOWN, DIRECTORY_ANSWER_INVALID.
 */
export const listPeople = defineVerb({
  name: 'detect.list-people',
  permission: 'look-sealed',
  effect: 'writes',
  input: z.object({ choice: choiceShape, purpose: z.string().trim().min(10).max(500) }),
  run: async (ctx, { choice, purpose }) => {
    const { people, unknown } = await readPeople(ctx.house, ctx.org, await takeChoice(ctx, choice));
    const known = people
      .toSorted((a, b) => a.first.getTime() - b.first.getTime() || (a.customer < b.customer ? -1 : 1))
      .map((one) => [cell(one.customer), '', ...touchedCells(one), one.records, ...legalGroups.map((group) => one.groups[group])]);
    const strangers = unknown.map((one) => {
      const id = one.kind === UNNAMED_ACCOUNT ? '' : ` ${ctx.house.secrets.openRef(ctx.org, one.kind, one.ref, 'find-affected')}`;
      return ['', cell(`${one.kind}${id}`), ...touchedCells(one), 1, ...legalGroups.map(() => 'unknown')];
    });
    const signal = 'signal' in choice ? choice.signal : null;
    const counts = { people: people.length, unknown: unknown.length };
    await ctx.record(affectedListOpened, { signal, ...counts, purpose }, signal ?? undefined);
    const heading = ['customer', 'record-of-unknown', 'categories', 'first', 'last', 'times', 'sure', 'records', ...legalGroups];
    return { csv: [heading, ...known, ...strangers, []].map((row) => row.join(',')).join('\r\n'), ...counts };
  },
});

function touchedCells(one: {
  readonly categories: readonly string[];
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
  readonly sure: string;
}) {
  return [one.categories.join(' '), one.first.toISOString(), one.last.toISOString(), one.times, one.sure];
}
