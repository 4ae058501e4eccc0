import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import type { FactName } from '../checks/fact-table.ts';
import type { Fact } from '../checks/facts.ts';
import { factsFromSignals } from '../checks/facts-from-signals.ts';
import { countPeople, findPeople } from '../find-people.ts';
import { factsOfProfile } from '../notification/facts-of-profile.ts';
import { readProfile } from '../notification/read-profile.ts';
import { readContainment, readIncidentSignals } from '../read-incident-signals.ts';
import { readOpening } from '../read-opening.ts';
import { readVersion, takeCase } from '../store.ts';

/**
 * Finds out what can be found out by itself: the signals' facts, and who is behind the records (purpose `tell-affected`). What a person
 * stated stays. Throws DIRECTORY_DOWN when the shop's directory does not answer: never a shorter list.
 */
export const collectFacts = defineVerb({
  name: 'decide.collect-facts',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case'), again: z.boolean().default(false), purpose: z.literal('tell-affected') }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    // Without an incident there is nothing that could be found out by itself.
    const incident = row.incident_id;
    if (row.state === 'closed' || incident === null) return asUnchanged({ version: row.version });
    await findPeople(ctx, row, input.again);
    const people = await countPeople(ctx, row);
    const signals = await readIncidentSignals(ctx.db, ctx.org, incident);
    const opening = await readOpening(ctx, incident);
    const at = ctx.now.toISOString();
    const profile = factsOfProfile(await readProfile(ctx.house, ctx.db, ctx.org), at);
    const found = { ...profile, ...factsFromSignals(signals, opening, people, at) };
    const contained = await readContainment(ctx.db, ctx.org, incident);
    if (contained !== null)
      found.remedies = {
        value: contained,
        certainty: 'confirmed',
        evidence: 'the incident',
        statedBy: 'shopbell',
        at: ctx.now.toISOString(),
      };
    const { facts } = await readVersion(ctx.db, row.id);
    const own = Object.entries(found).filter(([name]) => mayReplace(facts[name as FactName], name as FactName));
    const { version, changed } = await addVersion(ctx, row, Object.fromEntries(own), 'shopbell');
    return changed.length === 0 ? asUnchanged({ version }) : { version };
  },
});

/** What a person stated is not overwritten; when something was first noticed stays as it was first stated. */
function mayReplace(before: Fact | undefined, name: FactName): boolean {
  return before === undefined || (before.statedBy === 'shopbell' && name !== 'firstSignalAt');
}
