import type { House } from '#engines/house.ts';
import type { PushKeys } from '#engines/push/types.ts';
import type { Db } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { pushKeysMade } from '../events.ts';
import { statusTables } from './store.ts';

/** Makes the organisation's keys for push services unless it has them, in the caller's transaction. Whether it did. */
export async function ensurePushKeys(ctx: Ctx): Promise<boolean> {
  const keys = statusTables(ctx.db);
  const known = await keys.selectFrom('watch_status_push_keys').select('org_id').where('org_id', '=', ctx.org).executeTakeFirst();
  if (known !== undefined) return false;
  const { publicKey, privateKey } = ctx.house.push.makeKeys();
  const added = await keys
    .insertInto('watch_status_push_keys')
    .values({ org_id: ctx.org, public_key: publicKey, private_key: ctx.house.secrets.seal(ctx.org, privateKey), made_at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('org_id')
    .executeTakeFirst();
  if (added === undefined) return false;
  await ctx.record(pushKeysMade, { publicKey });
  return true;
}

/** The public key that browsers are told; `null`: none is made yet. */
export async function readPushKey(db: Db, org: OrgId): Promise<string | null> {
  const row = await statusTables(db).selectFrom('watch_status_push_keys').select('public_key').where('org_id', '=', org).executeTakeFirst();
  return row?.public_key ?? null;
}

/** Both keys, opened to sign with; `null`: none are made yet. */
export async function openPushKeys(db: Db, { secrets }: Pick<House, 'secrets'>, org: OrgId): Promise<PushKeys | null> {
  const row = await statusTables(db).selectFrom('watch_status_push_keys').selectAll().where('org_id', '=', org).executeTakeFirst();
  return row === undefined ? null : { publicKey: row.public_key, privateKey: secrets.open(org, row.private_key, 'use-own-secret') };
}
