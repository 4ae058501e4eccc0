import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import type { NoticeId } from '#kernel/ids.ts';
import { roundFinished } from './events.ts';
import { type LetterState, tellTables } from './store.ts';

export type LetterCounts = Readonly<Record<LetterState, number>> & {
  readonly first: Date | null;
  readonly last: Date | null;
  /** Letters that may have arrived twice, because the sender was interrupted once. */
  readonly perhapsTwice: number;
  /** Unknown letters that will still be sent once more by themselves. */
  readonly willRetry: number;
};

/** How many letters of a notice are in which state, and when the first and last were taken. */
export async function countLetters(db: Ctx['db'], notice: NoticeId): Promise<LetterCounts> {
  const rows = await tellTables(db)
    .selectFrom('letters')
    .select([
      'state',
      sql<number>`count(*)::int`.as('count'),
      sql<Date | null>`min(at) filter (where state = 'sent')`.as('first'),
      sql<Date | null>`max(at) filter (where state = 'sent')`.as('last'),
      sql<number>`count(*) filter (where interruptions > 0 and state = 'sent')::int`.as('twice'),
      sql<number>`count(*) filter (where interruptions < 2 and state = 'unknown')::int`.as('retry'),
    ])
    .where('notice_id', '=', notice)
    .groupBy('state')
    .execute();
  const of = (state: LetterState) => rows.find((row) => row.state === state)?.count ?? 0;
  const sent = rows.find((row) => row.state === 'sent');
  return {
    queued: of('queued'),
    sending: of('sending'),
    sent: of('sent'),
    failed: of('failed'),
    unknown: of('unknown'),
    'no-address': of('no-address'),
    'told-otherwise': of('told-otherwise'),
    first: sent?.first ?? null,
    last: sent?.last ?? null,
    perhapsTwice: rows.reduce((sum, row) => sum + row.twice, 0),
    willRetry: rows.reduce((sum, row) => sum + row.retry, 0),
  };
}

/** Records the end of the round once nothing is left to do without a person. The counts come from the rows, not from memory. */
export async function finishRound(ctx: Ctx, notice: NoticeId): Promise<void> {
  const row = await tellTables(ctx.db).selectFrom('notices').select('state').where('id', '=', notice).forUpdate().executeTakeFirst();
  if (row?.state !== 'released') return;
  const counts = await countLetters(ctx.db, notice);
  if (counts.queued + counts.sending + counts.unknown > 0) return;
  await tellTables(ctx.db).updateTable('notices').set({ state: 'finished', finished_at: ctx.now }).where('id', '=', notice).execute();
  const first = counts.first?.toISOString() ?? null;
  const last = counts.last?.toISOString() ?? null;
  await ctx.record(
    roundFinished,
    {
      notice,
      delivered: counts.sent,
      failed: counts.failed,
      withoutAddress: counts['no-address'],
      toldOtherwise: counts['told-otherwise'],
      first,
      last,
    },
    notice,
  );
}
