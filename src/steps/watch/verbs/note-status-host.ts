import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { statusHostLost, statusHostProven } from '../events.ts';
import { hostLeads, hostProofs } from '../status/host-words.ts';
import { isProvenByAnother } from '../status/is-proven-by-another.ts';
import { statusTables } from '../status/store.ts';

/** A record that vanished for a moment (a move to other name servers) takes no page down. */
const LAPSES_AFTER_MS = 3 * DAY;

/** Writes down what name servers said of a status page's host name, and whether it serves the page from now on. */
export const noteStatusHost = defineVerb({
  name: 'watch.note-status-host',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    /** As it was asked about: another one may have been set meanwhile. */
    host: z.string(),
    state: z.enum(['proven', 'missing', 'unknown']),
    proof: z.enum(hostProofs).nullable(),
    leads: z.enum(hostLeads),
    hasWord: z.boolean(),
    reason: z.string().max(300),
  }),
  run: async (ctx, { shop, host, state, proof, leads, hasWord, reason }) => {
    const hosts = statusTables(ctx.db);
    const row = await hosts
      .selectFrom('watch_status_hosts')
      .select(['proven_at', 'missing_since', 'proof', 'has_word'])
      .where('shop_id', '=', shop)
      .where('host', '=', host)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return asUnchanged({ serves: false });
    const isTaken = state === 'proven' && row.proven_at === null && (await isProvenByAnother(ctx.house, shop, host));
    const missingSince = state === 'missing' ? (row.missing_since ?? ctx.now) : null;
    const isLost = row.proven_at !== null && missingSince !== null && addMs(missingSince, LAPSES_AFTER_MS) <= ctx.now;
    const isNew = row.proven_at === null && state === 'proven' && !isTaken;
    const provenAt = isLost ? null : isNew ? ctx.now : row.proven_at;
    await hosts
      .updateTable('watch_status_hosts')
      .set({
        ...{ state: isTaken ? 'taken' : state, leads, reason, checked_at: ctx.now, proven_at: provenAt, missing_since: missingSince },
        // What could not be asked changes nothing of what was known.
        ...(state === 'unknown' ? {} : { proof: proof ?? (provenAt === null ? null : row.proof), has_word: hasWord }),
      })
      .where('shop_id', '=', shop)
      .execute();
    if (isNew) await ctx.record(statusHostProven, { shop, host, by: proof ?? 'txt' }, shop);
    else if (isLost) await ctx.record(statusHostLost, { shop, host }, shop);
    const result = { serves: provenAt !== null };
    return isNew || isLost ? result : asUnchanged(result);
  },
});
