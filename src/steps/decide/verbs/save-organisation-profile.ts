import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { canonical } from '#kernel/event.ts';
import { profileSaved } from '../events.ts';
import { notificationTables } from '../notification/notification-tables.ts';
import { type Profile, profileShape } from '../notification/profile.ts';
import { readProfile } from '../notification/read-profile.ts';

/** Keeps, sealed, what the organisation says of itself to authorities. The ledger names the fields that changed, not their content. */
export const saveOrganisationProfile = defineVerb({
  name: 'decide.save-organisation-profile',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ profile: profileShape }),
  run: async (ctx, { profile }) => {
    const before = await readProfile(ctx.house, ctx.db, ctx.org);
    const changed = (Object.keys(profile) as (keyof Profile)[]).filter((key) => canonical(profile[key]) !== canonical(before[key]));
    if (changed.length === 0) return asUnchanged({ changed });
    const row = {
      org_id: ctx.org,
      profile: ctx.house.secrets.seal(ctx.org, JSON.stringify(profile)),
      changed_by: ctx.actor.id,
      changed_at: ctx.now,
    };
    await notificationTables(ctx.db)
      .insertInto('organisation_profiles')
      .values(row)
      .onConflict((clash) => clash.column('org_id').doUpdateSet(row))
      .execute();
    await ctx.record(profileSaved, { changed });
    return { changed };
  },
});
