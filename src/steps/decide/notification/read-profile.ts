import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { notificationTables } from './notification-tables.ts';
import { emptyProfile, type Profile, profileShape } from './profile.ts';

/** What the organisation says of itself to authorities; an empty one before anybody said anything. */
export async function readProfile(house: Pick<House, 'secrets'>, db: Tx, org: OrgId): Promise<Profile> {
  const row = await notificationTables(db)
    .selectFrom('organisation_profiles')
    .select('profile')
    .where('org_id', '=', org)
    .executeTakeFirst();
  return row === undefined ? emptyProfile : profileShape.parse(JSON.parse(house.secrets.open(org, row.profile, 'tell-authority')));
}
