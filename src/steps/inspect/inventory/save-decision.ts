import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { inspectTables } from '../store.ts';
import type { Item } from './item-shape.ts';

/** What a person says of one thing on the payment page. */
export interface Decision {
  readonly reason: string;
  readonly owner: string | null;
  readonly until: Date | null;
  readonly trustChanges: boolean;
}

/** Authorises one thing as it is there now. Returns false when it is not there. */
export async function saveAuthorised(ctx: Ctx, shop: ShopId, { kind, key }: Item, decision: Decision): Promise<boolean> {
  const tables = inspectTables(ctx.db);
  const { reason, owner, until } = decision;
  const said = { authorised_by: ctx.actor.id, authorised_at: ctx.now, reason, owner, until };
  if (kind === 'header') {
    const header = tables.updateTable('inspect_headers').set({ ...said, authorised_value: sql<string>`value` });
    return didOne(await header.where('org_id', '=', ctx.org).where('shop_id', '=', shop).where('name', '=', key).executeTakeFirst());
  }
  const clear = { ...said, rejected_at: null, rejected_by: null };
  if (kind === 'host') {
    const host = tables.updateTable('inspect_hosts').set(clear).where('org_id', '=', ctx.org).where('shop_id', '=', shop);
    return didOne(await host.where('host', '=', key).executeTakeFirst());
  }
  const script = await tables
    .updateTable('inspect_scripts')
    .set({ ...clear, authorised_hash: sql<string>`hash`, trust_changes: decision.trustChanges })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('key', '=', key)
    .where('present', '=', true)
    .executeTakeFirst();
  await tables
    .updateTable('inspect_script_versions')
    .set({ authorised_by: ctx.actor.id, authorised_at: ctx.now, reason })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('key', '=', key)
    .where('present', '=', true)
    .execute();
  return didOne(script);
}

/** Takes headers that the page comes without as meant so, where nobody said otherwise: one that appears later is told of. */
export async function acceptAbsentHeaders(ctx: Ctx, shop: ShopId): Promise<void> {
  await inspectTables(ctx.db)
    .updateTable('inspect_headers')
    .set({ authorised_value: '' })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('value', '=', '')
    .where('authorised_value', 'is', null)
    .execute();
}

/** Rejects a script or host, whatever its content. Returns false when it was never seen. */
export async function saveRejected(ctx: Ctx, shop: ShopId, { kind, key }: Item, reason: string): Promise<boolean> {
  const tables = inspectTables(ctx.db);
  const said = { rejected_at: ctx.now, rejected_by: ctx.actor.id, reason };
  if (kind === 'header') return false;
  if (kind === 'host') {
    const host = tables.updateTable('inspect_hosts').set(said).where('org_id', '=', ctx.org).where('shop_id', '=', shop);
    return didOne(await host.where('host', '=', key).executeTakeFirst());
  }
  const script = tables.updateTable('inspect_scripts').set(said).where('org_id', '=', ctx.org).where('shop_id', '=', shop);
  return didOne(await script.where('key', '=', key).executeTakeFirst());
}

/** Takes back whatever was said of a thing. Returns false when nothing was. */
export async function saveWithdrawn(ctx: Ctx, shop: ShopId, { kind, key }: Item): Promise<boolean> {
  const tables = inspectTables(ctx.db);
  const nothing = { authorised_by: null, authorised_at: null, reason: null, owner: null, until: null };
  if (kind === 'header') {
    const header = tables
      .updateTable('inspect_headers')
      .set({ ...nothing, authorised_value: null })
      .where('authorised_at', 'is not', null);
    return didOne(await header.where('org_id', '=', ctx.org).where('shop_id', '=', shop).where('name', '=', key).executeTakeFirst());
  }
  const clear = { ...nothing, rejected_at: null, rejected_by: null };
  if (kind === 'host') {
    const host = tables.updateTable('inspect_hosts').set(clear).where('org_id', '=', ctx.org).where('shop_id', '=', shop);
    return didOne(await host.where('host', '=', key).where(said).executeTakeFirst());
  }
  await tables
    .updateTable('inspect_script_versions')
    .set({ authorised_at: null, authorised_by: null, reason: null })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('key', '=', key)
    .execute();
  const script = tables.updateTable('inspect_scripts').set({ ...clear, authorised_hash: null, trust_changes: false });
  return didOne(
    await script.where('org_id', '=', ctx.org).where('shop_id', '=', shop).where('key', '=', key).where(said).executeTakeFirst(),
  );
}

const said = sql<boolean>`(authorised_at is not null or rejected_at is not null)`;

function didOne(result: { readonly numUpdatedRows: bigint }): boolean {
  return result.numUpdatedRows > 0n;
}
