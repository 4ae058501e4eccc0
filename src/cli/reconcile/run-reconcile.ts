import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { type LocalKeys, localKeys } from '#intake/index.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import {
  defaultPromises,
  makeCalendar,
  type OrderSystem,
  orderSystems,
  type Reconciled,
  type ReconciledDocument,
  readOrderFile,
  reconciledDocument,
  reconcileOrders,
  stepRow,
  usualWeek,
} from '#steps/watch/index.ts';
import { openInput } from '../scan/open-input.ts';

/** Files by who tells in them. */
export type ReconcileFiles = Readonly<Partial<Record<OrderSystem, readonly string[]>>>;

export interface ReconcileSettings {
  readonly country: string;
  readonly zone: string;
  readonly shipDays: number;
  /** Minutes since midnight. */
  readonly cutOff: number;
  readonly asOf: Date | null;
  readonly most: number;
}

const SHOP = 'reconciled';
/** Files may go over years. */
const EVER = 20 * 366 * DAY;

/** Reads the files into a temporary ClickHouse folder and compares what they tell. Throws INPUT_INVALID, FILE_UNREADABLE, ORDER_FILE_INVALID. */
export async function runReconcile(files: ReconcileFiles, settings: ReconcileSettings): Promise<ReconciledDocument> {
  const started = performance.now();
  if (orderSystems.every((system) => (files[system] ?? []).length === 0))
    throw new ShopbellError('INPUT_INVALID', { reason: 'name at least one file: --shop orders.csv --payment payments.csv' });
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-reconcile-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean);
  const telemetry = await openTelemetry({ path: folder, retentionDays: null, partition: 'none' });
  try {
    const org = makeId('org', Date.now(), randomBytes(16));
    const keys = localKeys(randomBytes(32));
    const read: ReconciledDocument['files'][number][] = [];
    let last = 0;
    for (const system of orderSystems) {
      for (const file of files[system] ?? []) {
        const stored = await storeFile({ telemetry, org, keys }, system, file, settings.zone);
        read.push(stored.file);
        last = Math.max(last, stored.last);
      }
    }
    const now = settings.asOf?.getTime() ?? last;
    const result = last === 0 ? null : await judge({ telemetry, org }, now, settings);
    const numberOf = (ref: string): string => keys.reveal(ref)?.plain ?? 'unknown';
    return reconciledDocument({ result, now, files: read, numberOf, elapsedMs: Math.round(performance.now() - started) });
  } finally {
    await telemetry.close();
    clean();
    process.removeListener('exit', clean);
  }
}

async function judge(
  { telemetry, org }: { readonly telemetry: Telemetry; readonly org: OrgId },
  now: number,
  { country, zone, shipDays, cutOff, most }: ReconcileSettings,
): Promise<Reconciled> {
  const calendar = makeCalendar({ ...usualWeek, zone, country, cutOff });
  const place = { telemetry, org, shop: SHOP, from: Math.max(0, now - EVER), to: now };
  return reconcileOrders(place, { calendar, promises: { ...defaultPromises, shipDays }, most });
}

interface Into {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly keys: LocalKeys;
}

const MOST_REJECTED = 20;

async function storeFile({ telemetry, org, keys }: Into, toldBy: OrderSystem, path: string, zone: string) {
  const name = path === '-' ? 'standard input' : path;
  const rejected: { line: number; reason: string }[] = [];
  const total = { kind: '', lines: 0, steps: 0, rejected: 0, last: 0 };
  const receivedAt = new Date();
  for await (const batch of readOrderFile(openInput(path), { name, toldBy, zone })) {
    const rows = batch.steps.map((step) => stepRow({ shop: SHOP, source: 'file', receivedAt, keys }, step));
    if (rows.length > 0) await telemetry.insert(org, 'order_steps', rows);
    total.kind = batch.kind;
    total.lines += batch.lines;
    total.steps += rows.length;
    total.rejected += batch.rejected.length;
    for (const { at } of batch.steps) total.last = Math.max(total.last, at);
    rejected.push(...batch.rejected.slice(0, MOST_REJECTED - rejected.length));
  }
  const { last, ...counts } = total;
  return { last, file: { file: name, toldBy, ...counts, reasons: rejected } };
}
