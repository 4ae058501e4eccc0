import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusChanged } from '../events.ts';
import { decideMail } from '../status/decide-mail.ts';
import { followSpan, type StateSpan } from '../status/follow-span.ts';
import { judgePart } from '../status/judge-part.ts';
import { queueStatusMails } from '../status/queue-status-mails.ts';
import { readPartFacts } from '../status/read-part-facts.ts';
import { type PartState, type StatusPart, statusParts } from '../status/status-words.ts';
import { statusTables } from '../status/store.ts';

/**
 * Looks how the parts of a shop's published page stand now, keeps what changed, and queues the mails that tell of it. Of two processes that
 * follow at once one does it; to the other `seenAt` is null.
 */
export const followStatus = defineVerb({
  name: 'watch.follow-status',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ shop: idShape('shop') }),
  run: async (ctx, { shop }) => {
    const tables = statusTables(ctx.db);
    const page = await tables
      .selectFrom('watch_status_pages')
      .select(['seen_at', 'use_orders'])
      .where('shop_id', '=', shop)
      .where('published', '=', true)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (page === undefined) return asUnchanged({ changed: 0, seenAt: null });
    const facts = await readPartFacts(ctx, shop, page.use_orders);
    const open = await readOpenSpans(ctx, shop);
    const told: Record<'fine' | 'trouble', StatusPart[]> = { fine: [], trouble: [] };
    let changed = 0;
    for (const part of statusParts) {
      const { own, shown } = judgePart(facts[part]);
      const before = open.get(part) ?? null;
      const news = await newsOf(ctx, shop, part, own, facts[part].announced.includes('trouble'));
      if (news !== null) told[news].push(part);
      const moved = await keepSpan(ctx, shop, part, before, page.seen_at, shown);
      if (before?.state !== shown) await ctx.record(statusChanged, { shop, part, from: before?.state ?? null, to: shown }, shop);
      if (news !== null || moved || before?.state !== shown) changed += 1;
    }
    // What changed at the same moment is one mail: a check may stand for several parts.
    for (const state of ['trouble', 'fine'] as const) {
      if (told[state].length === 0) continue;
      await queueStatusMails(ctx, { shop, about: `${state}-${ctx.now.getTime()}`, parts: told[state], state });
    }
    await tables.updateTable('watch_status_pages').set({ seen_at: ctx.now }).where('shop_id', '=', shop).execute();
    return asUnchanged({ changed, seenAt: ctx.now });
  },
});

async function readOpenSpans(ctx: Ctx, shop: `shop_${string}`): Promise<Map<StatusPart, StateSpan>> {
  const rows = await statusTables(ctx.db)
    .selectFrom('watch_status_spans')
    .select(['part', 'state', 'begins_at'])
    .where('shop_id', '=', shop)
    .where('ends_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.part, { state: row.state, from: row.begins_at, to: null }]));
}

async function keepSpan(
  ctx: Ctx,
  shop: `shop_${string}`,
  part: StatusPart,
  before: StateSpan | null,
  seenAt: Date | null,
  state: PartState,
) {
  const tables = statusTables(ctx.db);
  const { endAt, begun } = followSpan(before, seenAt, state, ctx.now);
  if (endAt !== null) {
    const ended = tables.updateTable('watch_status_spans').set({ ends_at: endAt }).where('shop_id', '=', shop);
    await ended.where('part', '=', part).where('ends_at', 'is', null).execute();
  }
  for (const { state: next, from, to } of begun) {
    await tables
      .insertInto('watch_status_spans')
      .values({ org_id: ctx.org, shop_id: shop, part, state: next, begins_at: from, ends_at: to })
      // A span of no length gives way to the one that begins at the same instant.
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'part', 'begins_at']).doUpdateSet({ state: next, ends_at: to }))
      .execute();
  }
  return begun.length > 0;
}

/** What is to be told of a part now, noted as told. */
async function newsOf(ctx: Ctx, shop: `shop_${string}`, part: StatusPart, own: PartState, isSpokenFor: boolean) {
  const tables = statusTables(ctx.db);
  const row = await tables
    .selectFrom('watch_status_told')
    .select(['state', 'at'])
    .where('shop_id', '=', shop)
    .where('part', '=', part)
    .executeTakeFirst();
  const state = decideMail(own, row ?? { state: 'fine', at: null }, isSpokenFor, ctx.now);
  if (state === null) return null;
  await tables
    .insertInto('watch_status_told')
    .values({ org_id: ctx.org, shop_id: shop, part, state, at: ctx.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'part']).doUpdateSet({ state, at: ctx.now }))
    .execute();
  return state;
}
