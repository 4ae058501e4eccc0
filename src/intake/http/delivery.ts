import { createHash } from 'node:crypto';
import type { House } from '#engines/house.ts';
import type { RowsByColumn, TelemetryTable, TelemetryValue } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { registryTables } from '#registry/tables.ts';
import { noteBatch } from '../health/note-batch.ts';
import { mapForPlatform } from '../map-for-platform.ts';
import { houseKeys } from '../seal-keys.ts';
import type { EventContext, EventRows } from './make-event-rows.ts';

/** On whose behalf events are sent. */
export interface Sender {
  readonly org: OrgId;
  readonly shop: string;
  readonly source: string;
}

const MAX_AGE = 90 * DAY;

/** What a delivery becomes: rows by table, and what was not taken. */
export interface Made {
  readonly tables: Readonly<Partial<Record<TelemetryTable, readonly Row[] | RowsByColumn>>>;
  readonly rejected: EventRows['rejected'];
}
export type Row = Readonly<Record<string, TelemetryValue>>;

export interface Delivery {
  readonly context: EventContext;
  readonly token: string;
}

/** Names a delivery; the same name is stored once. */
export async function beginDelivery(house: House, sender: Sender, name: string | null): Promise<Delivery> {
  const delivery = `in-${name ?? Buffer.from(house.random.bytes(12)).toString('base64url')}`;
  const context = {
    shop: sender.shop,
    source: sender.source,
    map: await mapForPlatform(house, await platformOf(house, sender)),
    keys: houseKeys(house.secrets, sender.org),
    now: house.clock.now(),
    maxAgeMs: MAX_AGE,
    delivery,
  };
  return { context, token: `${sender.source}:${delivery}` };
}

/** Of these tables the rows are what was sent; sightings are what was noticed in them. */
const SENT = ['requests', 'application_events', 'spans', 'metric_points'] as const;

function sentOf({ tables }: Made): (readonly Row[] | RowsByColumn)[] {
  return SENT.flatMap((table) => {
    const rows = tables[table];
    return rows === undefined ? [] : [rows];
  });
}

function newestOf(rows: readonly Row[] | RowsByColumn): number {
  if ('newest' in rows) return rows.newest;
  return rows.reduce((latest, row) => Math.max(latest, Number(row.at)), 0);
}

/** How many rows were taken. */
export function countOf(made: Made): number {
  return sentOf(made).reduce((sum, rows) => sum + rows.length, 0);
}

/** Stores a delivery, durably, and counts it at its source. */
export async function storeDelivery(house: House, sender: Sender, { context, token }: Delivery, made: Made, bytes: number): Promise<void> {
  const tables = Object.entries(made.tables) as [TelemetryTable, readonly Row[] | RowsByColumn][];
  const stored = tables.map(([table, rows]) => house.telemetry.insert(sender.org, table, rows, { token, together: true }));
  for (const one of await Promise.allSettled(stored)) if (one.status === 'rejected') throw one.reason;
  const newest = Math.max(0, ...sentOf(made).map(newestOf));
  await house.state.inOrg(sender.org, (db) =>
    noteBatch(db, {
      ...sender,
      now: context.now,
      stored: countOf(made),
      rejected: made.rejected,
      bytes,
      lagBytes: 0,
      lastLineAt: newest > 0 ? new Date(newest) : null,
    }),
  );
}

/** Names what was sent, so that the same is known again. */
export function hashOf(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('base64url').slice(0, 27);
}

async function platformOf(house: House, sender: Sender): Promise<string> {
  const shop = await house.state.inOrg(sender.org, (db) =>
    registryTables(db).selectFrom('shops').select('platform').where('shop_id', '=', sender.shop).executeTakeFirst(),
  );
  return shop?.platform ?? 'generic';
}
