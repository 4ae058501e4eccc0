import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import type { CheckId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { findBehind } from '../checks/find-behind.ts';
import { checkState, stateChanged } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
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
      .select(['check_id', 'state', 'name', 'shop_id', 'target'])
      .where('org_id', '=', ctx.org)
      .where('check_id', 'in', [...new Set(notes.map((note) => note.check))])
      .where('removed_at', 'is', null)
      .where('paused', '=', false)
      .orderBy('check_id')
      .forUpdate()
      .execute();
    const known = new Map(rows.map((row) => [row.check_id, { ...row, hint: isHint(row.target) }]));
    // A hint excuses nothing that depends on it.
    const isBehind = await whatIsBehind(
      ctx.db,
      notes.filter((note) => !known.get(note.check)?.hint),
    );
    const last = new Map<string, StateNote>();
    const parentOf = new Map<string, CheckId | null>();
    const atWork = await shopsAtWork(ctx.db, ctx.now);
    let changed = 0;
    for (const note of notes) {
      const row = known.get(note.check);
      if (!row || row.state === note.to) continue;
      const { name, shop_id: shop, state: from } = row;
      const planned = note.to === 'down' && atWork.has(shop) ? ({ planned: true } as const) : {};
      const parent = note.to === 'down' ? isBehind(note.check) : null;
      const behind = parent === null ? {} : { behind: parent };
      const hint = row.hint ? ({ hint: true } as const) : {};
      const told = { check: note.check, shop, name, from, to: note.to, reason: note.reason, ...planned, ...behind, ...hint };
      await ctx.record(stateChanged, told, note.check);
      parentOf.set(note.check, parent);
      known.set(note.check, { ...row, state: note.to });
      last.set(note.check, note);
      changed += 1;
    }
    if (changed === 0) return asUnchanged({ changed });
    const column = <T>(pick: (note: StateNote) => T) => [...last.values()].map(pick);
    await sql`
      update watch_checks c set state = v.state, since = v.since, reason = v.reason, last_at = v.last_at, last_ms = v.ms, behind = v.behind
      from unnest(${column((note) => note.check)}::text[], ${column((note) => note.to)}::text[],
        ${column((note) => note.since.toISOString())}::timestamptz[], ${column((note) => note.reason)}::text[],
        ${column((note) => note.lastAt.toISOString())}::timestamptz[], ${column((note) => note.lastMs)}::double precision[],
        ${column((note) => parentOf.get(note.check) ?? null)}::text[]) as v (id, state, since, reason, last_at, ms, behind)
      where c.org_id = ${ctx.org} and c.check_id = v.id`.execute(ctx.db);
    return { changed };
  },
});

/** Which check stands behind which that is down, or goes down with these notes. Asked only when something depends on something. */
async function whatIsBehind(db: Tx, notes: readonly StateNote[]): Promise<(check: CheckId) => CheckId | null> {
  if (!notes.some((note) => note.to === 'down')) return () => null;
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'depends_on', 'state', 'paused', 'target'])
    .where('removed_at', 'is', null)
    .where((where) =>
      where.or([where(sql`cardinality(depends_on)`, '>', 0), where.and([where('state', '=', 'down'), where('paused', '=', false)])]),
    )
    .execute();
  const parents = new Map(rows.map((row) => [row.check_id, row.depends_on]));
  const down = new Set(rows.filter((row) => row.state === 'down' && !row.paused && !isHint(row.target)).map((row) => row.check_id));
  for (const note of notes) {
    if (note.to === 'down') down.add(note.check);
    else down.delete(note.check);
  }
  return (check) => findBehind(check, parents, (one) => down.has(one));
}
