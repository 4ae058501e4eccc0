import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { statusMailsQueued } from '../events.ts';
import type { StatusPart } from './status-words.ts';

interface News {
  readonly shop: ShopId;
  /** Once a subscriber. */
  readonly about: string;
  /** Parts that changed by themselves, and to what; not of a post. */
  readonly parts?: readonly StatusPart[];
  readonly state?: 'fine' | 'trouble';
}

/** One mail a confirmed subscriber, in the caller's transaction; who has one about this already gets no second. */
export async function queueStatusMails(ctx: Ctx, { shop, about, parts, state }: News): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into watch_status_mails (org_id, subscriber_id, about, shop_id, kind, parts, part_state, happened_at, state, due_at, queued_at)
    select org_id, subscriber_id, ${about}, shop_id, ${parts === undefined ? 'post' : 'part'},
      ${JSON.stringify(parts ?? [])}::jsonb, ${state ?? null}::text,
      ${ctx.now}, 'queued', ${ctx.now}, ${ctx.now}
    from watch_status_subscribers where org_id = ${ctx.org} and shop_id = ${shop} and confirmed_at is not null
    on conflict do nothing`.execute(ctx.db);
  const queued = Number(numAffectedRows ?? 0);
  if (queued > 0) await ctx.record(statusMailsQueued, { shop, about, queued, purpose: 'tell-subscribers' }, shop);
  return queued;
}
