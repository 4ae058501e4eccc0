import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { caseCategories } from '../checks/fact-table.ts';
import { choiceOf } from '../checks/facts.ts';
import { partyStated } from '../events.ts';
import { listPartyVersions, partyTables } from '../papers/parties.ts';
import { readControllerParts } from '../papers/read-notices.ts';
import { readVersion, takeOpenCase } from '../store.ts';

const line = z.string().trim().min(1, 'must not be empty').max(200);
const count = z.int().min(0).max(1_000_000_000).nullable().default(null);

/**
 * States who else is responsible in a case: a controller whose data we process with its part of the people (bounds), the data and the measures,
 * or a joint controller and whether it is the one that tells the authority. `party`: a new version of one stated before; `shop`: the part of a
 * shop's signals. Every version stays. CONFLICT when the case is closed, when the role does not fit, or for a second one that reports.
 */
export const stateParty = defineVerb({
  name: 'decide.state-party',
  permission: 'decide',
  effect: 'writes',
  input: z
    .object({
      case: idShape('case'),
      party: z.int().positive().nullable().default(null),
      kind: z.enum(['controller', 'joint']),
      name: line,
      contact: line,
      language: z.enum(['en', 'pl', 'de', 'ja']),
      shop: idShape('shop').nullable().default(null),
      people: z.object({ atLeast: count, atMost: count }).default({ atLeast: null, atMost: null }),
      categories: z.array(z.enum(caseCategories)).max(caseCategories.length).default([]),
      measures: z.string().trim().max(4_000).default(''),
      tellWithinHours: z.int().min(1).max(720).nullable().default(null),
      reports: z.enum(['yes', 'no', 'unknown']).default('unknown'),
      arrangement: z.string().trim().max(1_000).default(''),
      withdrawn: z.boolean().default(false),
    })
    .refine(({ people }) => people.atMost === null || (people.atLeast ?? 0) <= people.atMost, 'people: the smaller number comes first'),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    const role = choiceOf((await readVersion(ctx.db, row.id)).facts, 'role');
    const fits = input.kind === 'joint' ? 'joint-controller' : 'processor';
    if (role !== fits) throw new ShopbellError('CONFLICT', { reason: `the case says that the organisation is: ${role ?? 'not known'}` });
    const all = await listPartyVersions(ctx.db, row.id);
    const before = all.filter((one) => one.party === input.party);
    if (input.party !== null && before.length === 0) throw new ShopbellError('NOT_FOUND', { what: 'party' });
    if (input.shop !== null) {
      const parts = await readControllerParts(ctx.house, ctx.db, ctx.org, row.id);
      if (!parts.some((one) => one.key === input.shop)) throw new ShopbellError('NOT_FOUND', { what: 'controller' });
    }
    const latest = new Map(all.map((one) => [one.party, one]));
    const others = [...latest.values()].filter((one) => one.party !== input.party && !one.withdrawn);
    if (input.reports === 'yes' && others.some((one) => one.kind === 'joint' && one.reports === 'yes'))
      throw new ShopbellError('CONFLICT', { reason: 'another joint controller is stated to report' });
    if (input.shop !== null && others.some((one) => one.shop_id === input.shop))
      throw new ShopbellError('CONFLICT', { reason: 'this part was stated already: change what stands there' });
    const party = input.party ?? Math.max(0, ...latest.keys()) + 1;
    const version = (before.at(-1)?.version ?? 0) + 1;
    const atLeast = input.people.atLeast ?? (input.people.atMost === null ? null : 0);
    await partyTables(ctx.db)
      .insertInto('case_parties')
      .values({
        ...{ org_id: ctx.org, case_id: row.id, party, version, kind: input.kind, name: input.name, contact: input.contact },
        ...{ language: input.language, shop_id: input.shop, people_at_least: atLeast, people_at_most: input.people.atMost },
        ...{ categories: JSON.stringify(input.categories), measures: input.measures, tell_within_hours: input.tellWithinHours },
        ...{ reports: input.reports, arrangement: input.arrangement, withdrawn: input.withdrawn },
        ...{ stated_by: ctx.actor.id, stated_at: ctx.now },
      })
      .execute();
    const { kind, reports, withdrawn } = input;
    await ctx.record(partyStated, { case: row.id, party, version, kind, reports, withdrawn }, row.id);
    return { party, version };
  },
});
