import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import type { CaseId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import { factsFromSignals } from '../checks/facts-from-signals.ts';
import { factsOfProfile } from '../notification/facts-of-profile.ts';
import { readProfile } from '../notification/read-profile.ts';
import { openNewCase } from '../open-new-case.ts';
import { readIncidentSignals } from '../read-incident-signals.ts';
import { readOpening } from '../read-opening.ts';
import { decideTables, lockCases } from '../store.ts';

/** Opens the case of an incident, once: number, key, clock, and the facts the signals state. The same incident again changes nothing. */
export const openCase = defineVerb({
  name: 'decide.open-case',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ incident: idShape('inc') }),
  run: async (ctx, { incident }): Promise<{ readonly case: CaseId }> => {
    await lockCases(ctx);
    const known = await decideTables(ctx.db).selectFrom('cases').select('id').where('incident_id', '=', incident).executeTakeFirst();
    if (known) return asUnchanged({ case: known.id });
    const opened = await readOpening(ctx, incident);
    const row = await openNewCase(ctx, {
      incident_id: incident,
      shop_id: opened.shop,
      kind: 'incident',
      title: opened.title,
      known: '',
      opened_by: null,
      aware_at: ctx.now,
    });
    const signals = await readIncidentSignals(ctx.db, ctx.org, incident);
    const nobody = {
      known: 0,
      unknownRecords: 0,
      failed: 'the shop’s directory has not been asked yet',
      flags: [],
      untold: [],
      categories: [],
    };
    const at = ctx.now.toISOString();
    const awareAt = { value: at, certainty: 'likely', evidence: 'when the incident was opened', statedBy: 'shopbell', at } as const;
    const profile = factsOfProfile(await readProfile(ctx.house, ctx.db, ctx.org), at);
    await addVersion(ctx, row, { ...profile, awareAt, ...factsFromSignals(signals, opened, nobody, at) }, 'shopbell');
    return { case: row.id };
  },
});
