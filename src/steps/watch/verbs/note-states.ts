import { sql } from 'kysely';
import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkState, stateChanged } from '../events.ts';
import { shopsAtWork } from '../planned-work.ts';
import { watchTables } from '../store.ts';

const noteShape = z.object({
  check: idShape('chk'),
  to: checkState,
  since: z.date(),
  reason: z.string(),
  lastAt: z.date(),
  lastMs: z.number().nullable(),
});

export type StateNote = z.output<typeof noteShape>;

/** Notes confirmed changes of checks' states, in their order. A check that was paused or removed in the meantime is left alone. */
export const noteStates = defineVerb({
  name: 'watch.note-states',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ notes: z.array(noteShape).max(1_000) }),
  run: async (ctx, { notes }) => {
    const rows = await watchTables(ctx.db)
      .selectFrom('watch_checks')
      .select(['check_id', 'state', 'name', 'shop_id'])
      .where('org_id', '=', ctx.org)
      .where('check_id', 'in', [...new Set(notes.map((note) => note.check))])
      .where('removed_at', 'is', null)
      .where('paused', '=', false)
      .orderBy('check_id')
      .forUpdate()
      .execute();
    const known = new Map(rows.map((row) => [row.check_id, row]));
    const last = new Map<string, StateNote>();
    const atWork = await shopsAtWork(ctx.db, ctx.now);
    let changed = 0;
    for (const note of notes) {
      const row = known.get(note.check);
      if (!row || row.state === note.to) continue;
      const { name, shop_id: shop, state: from } = row;
      const planned = note.to === 'down' && atWork.has(shop) ? ({ planned: true } as const) : {};
      await ctx.record(stateChanged, { check: note.check, shop, name, from, to: note.to, reason: note.reason, ...planned }, note.check);
      known.set(note.check, { ...row, state: note.to });
      last.set(note.check, note);
      changed += 1;
    }
    if (changed === 0) return asUnchanged({ changed });
    const column = <T>(pick: (note: StateNote) => T) => [...last.values()].map(pick);
    await sql`
      update watch_checks c set state = v.state, since = v.since, reason = v.reason, last_at = v.last_at, last_ms = v.ms
      from unnest(${column((note) => note.check)}::text[], ${column((note) => note.to)}::text[],
        ${column((note) => note.since.toISOString())}::timestamptz[], ${column((note) => note.reason)}::text[],
        ${column((note) => note.lastAt.toISOString())}::timestamptz[], ${column((note) => note.lastMs)}::double precision[])
        as v (id, state, since, reason, last_at, ms)
      where c.org_id = ${ctx.org} and c.check_id = v.id`.execute(ctx.db);
    return { changed };
  },
});
