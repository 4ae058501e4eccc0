import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { CheckId, ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import type { CheckSeverity } from '../checks/check-severity.ts';
import { findBehind } from '../checks/find-behind.ts';
import type { Flap } from '../checks/follow-flapping.ts';
import type { State } from '../checks/follow-state.ts';
import { checkState, flappingBegan, flappingEnded, stateChanged } from '../events.ts';
import { isHint } from '../kinds/kinds.ts';
import { shopsAtWork } from '../planned-work.ts';
import { flapOfRow, watchTables } from '../store.ts';

const noteShape = z.object({
  check: idShape('chk'),
  to: checkState,
  since: z.date(),
  reason: z.string(),
  lastAt: z.date(),
  lastMs: z.number().nullable(),
  /** Since when it comes and goes; not given: as it was. */
  flapping: z.object({ since: z.date(), changes: z.int(), minutes: z.int() }).nullable().optional(),
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
      .select(['check_id', 'state', 'name', 'shop_id', 'target', 'severity', 'flapping_since', 'flapping_changes', 'flapping_minutes'])
      .where('org_id', '=', ctx.org)
      .where('check_id', 'in', [...new Set(notes.map((note) => note.check))])
      .where('removed_at', 'is', null)
      .where('paused', '=', false)
      .orderBy('check_id')
      .forUpdate()
      .execute();
    const known = new Map(rows.map((row) => [row.check_id, knownOf(row)]));
    // A hint excuses nothing that depends on it, and coming and going is no matter of ours.
    const isBehind = await whatIsBehind(
      ctx.db,
      notes.filter((note) => !known.get(note.check)?.hint),
    );
    const last = new Map<string, Noted>();
    const atWork = await shopsAtWork(ctx.db, ctx.now);
    let changed = 0;
    for (const note of notes) {
      const row = known.get(note.check);
      if (!row) continue;
      const flapping = note.flapping === undefined || row.hint ? row.flapping : note.flapping;
      const turned = (flapping === null) !== (row.flapping === null);
      if (row.state === note.to && !turned) continue;
      const parent = note.to === 'down' || flapping !== null ? isBehind(note.check) : null;
      const after = { ...row, state: note.to, flapping };
      await tell(ctx, row, { ...after, reason: note.reason, planned: atWork.has(row.shop), parent });
      known.set(note.check, after);
      last.set(note.check, { ...note, flapping, parent });
      changed += 1;
    }
    if (changed === 0) return asUnchanged({ changed });
    await keep(ctx, [...last.values()]);
    return { changed };
  },
});

interface Known {
  readonly check: CheckId;
  readonly shop: ShopId;
  readonly name: string;
  readonly state: State;
  readonly hint: boolean;
  readonly severity: CheckSeverity;
  readonly flapping: Flap | null;
}

type Row = Parameters<typeof flapOfRow>[0] & {
  readonly check_id: CheckId;
  readonly shop_id: ShopId;
  readonly name: string;
  readonly state: State;
  readonly target: unknown;
  readonly severity: CheckSeverity;
};

function knownOf(row: Row): Known {
  const { check_id: check, shop_id: shop, name, state, target, severity } = row;
  return { check, shop, name, state, severity, hint: isHint(target), flapping: flapOfRow(row) };
}

type Noted = StateNote & { readonly flapping: Flap | null; readonly parent: CheckId | null };

interface After extends Known {
  readonly reason: string;
  readonly planned: boolean;
  readonly parent: CheckId | null;
}

/** Tells the ledger how the state changed, then whether it began to come and go or stopped to. */
async function tell(ctx: Ctx, before: Known, after: After): Promise<void> {
  const { check, shop, name, state, severity, reason, parent, flapping } = after;
  const isDown = state === 'down';
  const excuses = {
    ...(after.planned && (isDown || flapping !== null) ? ({ planned: true } as const) : {}),
    ...(parent === null ? {} : { behind: parent }),
  };
  if (state !== before.state) {
    const told = { check, shop, name, from: before.state, to: state, reason, ...(isDown ? { severity } : {}) };
    const coming = flapping !== null || before.flapping !== null ? ({ flapping: true } as const) : {};
    await ctx.record(stateChanged, { ...told, ...(isDown ? excuses : {}), ...(after.hint ? { hint: true } : {}), ...coming }, check);
  }
  const told = { check, shop, name, state, reason, severity, ...excuses };
  if (flapping !== null && before.flapping === null)
    await ctx.record(flappingBegan, { ...told, ...flapping, since: flapping.since.toISOString() }, check);
  if (flapping === null && before.flapping !== null) await ctx.record(flappingEnded, told, check);
}

async function keep(ctx: Ctx, last: readonly Noted[]): Promise<void> {
  const column = <T>(pick: (note: Noted) => T) => last.map(pick);
  await sql`
    update watch_checks c set state = v.state, since = v.since, reason = v.reason, last_at = v.last_at, last_ms = v.ms, behind = v.behind,
      flapping_since = v.flapping, flapping_changes = v.changes, flapping_minutes = v.minutes
    from unnest(${column((note) => note.check)}::text[], ${column((note) => note.to)}::text[],
      ${column((note) => note.since.toISOString())}::timestamptz[], ${column((note) => note.reason)}::text[],
      ${column((note) => note.lastAt.toISOString())}::timestamptz[], ${column((note) => note.lastMs)}::double precision[],
      ${column((note) => note.parent)}::text[], ${column((note) => note.flapping?.since.toISOString() ?? null)}::timestamptz[],
      ${column((note) => note.flapping?.changes ?? 0)}::integer[], ${column((note) => note.flapping?.minutes ?? 0)}::integer[])
      as v (id, state, since, reason, last_at, ms, behind, flapping, changes, minutes)
    where c.org_id = ${ctx.org} and c.check_id = v.id`.execute(ctx.db);
}

/** Which check stands behind which that is down, or goes down with these notes. Asked only when something depends on something. */
async function whatIsBehind(db: Tx, notes: readonly StateNote[]): Promise<(check: CheckId) => CheckId | null> {
  if (!notes.some((note) => note.to === 'down' || note.flapping)) return () => null;
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .select(['check_id', 'depends_on', 'state', 'paused', 'target', 'flapping_since'])
    .where('removed_at', 'is', null)
    .where((where) =>
      where.or([
        where(sql`cardinality(depends_on)`, '>', 0),
        where.and([where.or([where('state', '=', 'down'), where('flapping_since', 'is not', null)]), where('paused', '=', false)]),
      ]),
    )
    .execute();
  const parents = new Map(rows.map((row) => [row.check_id, row.depends_on]));
  const active = rows.filter((row) => !row.paused && !isHint(row.target));
  const comes = new Set(active.filter((row) => row.flapping_since !== null).map((row) => row.check_id));
  const down = new Set(active.filter((row) => row.state === 'down' || comes.has(row.check_id)).map((row) => row.check_id));
  for (const note of notes) {
    if (note.to === 'down' || note.flapping) down.add(note.check);
    else if (note.flapping === null || !comes.has(note.check)) down.delete(note.check);
  }
  return (check) => findBehind(check, parents, (one) => down.has(one));
}
