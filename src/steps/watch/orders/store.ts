import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Severity } from '#kernel/outcome.ts';
import type { HookProvider } from './hooks/adapters.ts';
import type { LookResult } from './look-result.ts';
import type { Money } from './order-facts.ts';

type Json<T> = ColumnType<T, string, string>;

type OrderTables = {
  watch_order_settings: {
    org_id: OrgId;
    shop_id: ShopId;
    ship_days: number;
    deliver_days: number;
    export_minutes: number;
    cut_off: number;
    workdays: Json<readonly number[]>;
    closed: Json<readonly string[]>;
  };
  watch_order_looks: {
    org_id: OrgId;
    shop_id: ShopId;
    looked_at: Date | null;
    took_ms: number | null;
    result: ColumnType<LookResult | null, string | null, string | null>;
    lease_by: string | null;
    lease_until: ColumnType<Date | null, unknown, unknown>;
  };
  watch_order_troubles: {
    org_id: OrgId;
    shop_id: ShopId;
    trouble: string;
    subject: string;
    orders: number;
    amounts: Json<readonly Money[]>;
    since: Date;
    severity: Severity;
    told_orders: number;
    noticed_at: Date;
  };
  watch_order_hooks: {
    org_id: OrgId;
    hook_id: `hook_${string}`;
    shop_id: ShopId;
    provider: HookProvider;
    token_hash: string;
    secret: string;
    added_at: Date;
    last_at: Date | null;
    taken: ColumnType<number, number | undefined, unknown>;
    refused: ColumnType<number, number | undefined, unknown>;
    reason: ColumnType<string, string | undefined, string>;
  };
};

/** This corner's tables, typed, on any connection. */
export function orderTables(db: Db): Kysely<OrderTables> {
  return db.withTables<OrderTables>();
}

export interface OrderSettings {
  readonly shipDays: number;
  readonly deliverDays: number;
  readonly exportMinutes: number;
  /** Minutes since midnight. */
  readonly cutOff: number;
  readonly workdays: readonly number[];
  readonly closed: readonly string[];
}

const usualSettings: OrderSettings = {
  shipDays: 2,
  deliverDays: 14,
  exportMinutes: 240,
  cutOff: 720,
  workdays: [1, 2, 3, 4, 5],
  closed: [],
};

/** What a shop promises its customers; the usual while it has not said. */
export async function takeSettings(db: Db, shop: ShopId): Promise<OrderSettings> {
  const row = await orderTables(db).selectFrom('watch_order_settings').selectAll().where('shop_id', '=', shop).executeTakeFirst();
  if (row === undefined) return usualSettings;
  const { ship_days: shipDays, deliver_days: deliverDays, export_minutes: exportMinutes, cut_off: cutOff, workdays, closed } = row;
  return { shipDays, deliverDays, exportMinutes, cutOff, workdays, closed };
}

/** A shop's last look; `null`: nobody looked yet, or no system tells of orders. */
export async function takeLook(db: Db, shop: ShopId): Promise<{ readonly at: Date; readonly result: LookResult } | null> {
  const row = await orderTables(db)
    .selectFrom('watch_order_looks')
    .select(['looked_at', 'result'])
    .where('shop_id', '=', shop)
    .executeTakeFirst();
  return row?.looked_at && row.result ? { at: row.looked_at, result: row.result } : null;
}

/** A provider that sends its messages, without its secret. */
export interface OrderHook {
  readonly hook: `hook_${string}`;
  readonly provider: HookProvider;
  readonly addedAt: Date;
  readonly lastAt: Date | null;
  readonly taken: number;
  readonly refused: number;
  /** Why the last one was refused; '' when it was taken. */
  readonly reason: string;
}

export async function listHooks(db: Db, shop: ShopId): Promise<OrderHook[]> {
  const rows = await orderTables(db).selectFrom('watch_order_hooks').selectAll().where('shop_id', '=', shop).orderBy('added_at').execute();
  return rows.map(({ hook_id: hook, provider, added_at: addedAt, last_at: lastAt, taken, refused, reason }) => ({
    ...{ hook, provider, addedAt, lastAt, taken, refused, reason },
  }));
}
