import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { House } from '../house.ts';
import type { Tx } from '../state/types.ts';
import { runVerbContext, type Scope } from '../verb.ts';
import { LEDGER_CHANNEL } from './append-entry.ts';
import type { Reaction } from './reaction.ts';
import { ledgerTables } from './tables.ts';
import { toEntry } from './verify-ledger.ts';

const LOOK_AGAIN_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export interface Delivery {
  /** Resolves when everything written so far was delivered, or rests because a reaction fails. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Delivers ledger entries to reactions: per organisation and reaction in ledger order, each in one transaction with the
 * reaction's cursor, so that its effects in the database happen exactly once. A failing reaction is tried again with growing
 * pauses and holds up only itself. Any number of processes may deliver: the cursor row is locked while one works.
 */
export async function startDelivery(house: House, reactions: readonly Reaction[]): Promise<Delivery> {
  let wanted = true;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let busy = false;

  const timers = new Set<NodeJS.Timeout>();
  const wakeIn = (ms: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake();
    }, ms);
    timers.add(timer);
  };
  const pump = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false;
      await deliverAll(house, reactions, { isStopped: () => stopped, wakeIn });
    }
  };
  const wake = (): void => {
    wanted = true;
    if (busy || stopped) return;
    busy = true;
    running = pump()
      .catch((error: unknown) => house.log.warn('ledger delivery met an error', { reason: messageOf(error) }))
      .finally(() => {
        busy = false;
        if (wanted && !stopped) wake();
      });
  };
  const unlisten = await house.state.listen(LEDGER_CHANNEL, wake);
  const timer = setInterval(wake, LOOK_AGAIN_MS);
  wake();
  return {
    settled: async () => {
      while (busy) await running;
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      for (const one of timers) clearTimeout(one);
      await unlisten();
      await running;
    },
  };
}

interface Pump {
  isStopped(): boolean;
  wakeIn(ms: number): void;
}

async function deliverAll(house: House, reactions: readonly Reaction[], pump: Pump): Promise<void> {
  for (let again = true; again && !pump.isStopped(); ) {
    again = false;
    const behind = await findBehind(house, reactions);
    for (const { org, reaction } of behind) {
      if (pump.isStopped()) return;
      again = (await deliverOne(house, org as OrgId, reaction, pump)) || again;
    }
  }
}

/** Pairs of organisation and reaction with entries of the reaction's kind beyond its cursor. */
async function findBehind(house: House, reactions: readonly Reaction[]): Promise<{ org: string; reaction: Reaction }[]> {
  const now = house.clock.now();
  return house.state.everywhere(async (db) => {
    const tables = ledgerTables(db);
    const heads = await tables.selectFrom('ledger_heads').select(['org_id', 'seq']).execute();
    const cursors = await tables.selectFrom('ledger_cursors').select(['org_id', 'consumer', 'seq', 'retry_at']).execute();
    const known = new Map(cursors.map((cursor) => [`${cursor.org_id} ${cursor.consumer}`, cursor]));
    return heads.flatMap((head) =>
      reactions
        .filter((reaction) => {
          const cursor = known.get(`${head.org_id} ${reaction.name}`);
          if (!cursor) return true;
          return Number(cursor.seq) < Number(head.seq) && (cursor.retry_at === null || cursor.retry_at <= now);
        })
        .map((reaction) => ({ org: head.org_id, reaction })),
    );
  });
}

/** Delivers the next entries of one reaction. Returns whether more may be waiting. */
async function deliverOne(house: House, org: OrgId, reaction: Reaction, pump: Pump): Promise<boolean> {
  let failed: { seq: number; error: unknown } | null = null;
  const more = await house.state
    .inOrg(org, async (db) => {
      const cursor = await lockCursor(db, org, reaction.name);
      if (cursor === null) return false;
      // Read before the entries: what is committed after this line must not be jumped over.
      const head = await readHead(db, org);
      const rows = await ledgerTables(db)
        .selectFrom('ledger')
        .selectAll()
        .where('org_id', '=', org)
        .where('kind', '=', reaction.on.name)
        .where('seq', '>', String(cursor))
        .orderBy('seq')
        .limit(1)
        .execute();
      const row = rows[0];
      if (!row) {
        await moveCursor(db, org, reaction.name, Math.max(head, cursor));
        return false;
      }
      const entry = toEntry(row);
      const scope: Scope = { house, org, actor: { kind: 'system', id: reaction.name, role: 'system' }, cause: entry.id };
      try {
        const payload = reaction.on.payload.parse(entry.payload);
        await runVerbContext(db, scope, (ctx) => reaction.run(ctx, { ...entry, payload }));
      } catch (error) {
        failed = { seq: entry.seq, error };
        throw error;
      }
      await moveCursor(db, org, reaction.name, entry.seq);
      return true;
    })
    .catch(async (error: unknown) => {
      if (!failed) throw error;
      pump.wakeIn(await noteFailure(house, org, reaction.name, error));
      return false;
    });
  return more;
}

async function lockCursor(db: Tx, org: OrgId, consumer: string): Promise<number | null> {
  const tables = ledgerTables(db);
  await tables
    .insertInto('ledger_cursors')
    .values({ org_id: org, consumer, seq: 0, attempts: 0 })
    .onConflict((c) => c.doNothing())
    .execute();
  const row = await tables
    .selectFrom('ledger_cursors')
    .select('seq')
    .where('org_id', '=', org)
    .where('consumer', '=', consumer)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ? Number(row.seq) : null;
}

async function readHead(db: Tx, org: OrgId): Promise<number> {
  const head = await ledgerTables(db).selectFrom('ledger_heads').select('seq').where('org_id', '=', org).executeTakeFirst();
  return Number(head?.seq ?? 0);
}

async function moveCursor(db: Tx, org: OrgId, consumer: string, seq: number): Promise<void> {
  await ledgerTables(db)
    .updateTable('ledger_cursors')
    .set({ seq, attempts: 0, last_error: null, retry_at: null })
    .where('org_id', '=', org)
    .where('consumer', '=', consumer)
    .execute();
}

async function noteFailure(house: House, org: OrgId, consumer: string, error: unknown): Promise<number> {
  const now = house.clock.now().getTime();
  const { attempts, pause } = await house.state.inOrg(org, async (db) => {
    const tables = ledgerTables(db);
    const before = await tables
      .selectFrom('ledger_cursors')
      .select('attempts')
      .where('org_id', '=', org)
      .where('consumer', '=', consumer)
      .executeTakeFirst();
    const count = (before?.attempts ?? 0) + 1;
    const ms = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(count, 12));
    const retryAt = new Date(now + ms);
    await tables
      .insertInto('ledger_cursors')
      .values({ org_id: org, consumer, seq: 0, attempts: count, last_error: messageOf(error), retry_at: retryAt })
      .onConflict((c) =>
        c.columns(['org_id', 'consumer']).doUpdateSet({ attempts: count, last_error: messageOf(error), retry_at: retryAt }),
      )
      .execute();
    return { attempts: count, pause: ms };
  });
  house.log.error('a reaction failed and will be tried again', { consumer, org, attempts, reason: messageOf(error) });
  return pause;
}
