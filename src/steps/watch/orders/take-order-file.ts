import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { findShop } from '#registry/index.ts';
import { noteOrderFile } from '../verbs/note-order-file.ts';
import { readOrderFile } from './files/read-order-file.ts';
import type { OrderSystem } from './order-words.ts';
import { orderKeys, stepRow } from './step-row.ts';

/** What came of a file. */
export interface TakenFile {
  /** Which kind of file it is: a known export, `orders` (one a line) or `steps`. */
  readonly kind: string;
  readonly lines: number;
  readonly steps: number;
  readonly rejected: number;
  /** The first lines that could not be read, and why. */
  readonly reasons: readonly { readonly line: number; readonly reason: string }[];
}

interface OrderFile {
  readonly shop: ShopId;
  readonly toldBy: OrderSystem;
  /** How the file is called in errors. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const MOST_REASONS = 20;

/**
 * Takes a file of orders (CSV) from one of a shop's systems as it comes: order numbers are sealed, everything else that stands in it is left
 * out. The same file, or a newer one that overlaps it, may come again. What was stored before a line that breaks the file stays. Throws
 * NOT_ALLOWED, NOT_FOUND, ORDER_FILE_INVALID.
 */
export async function takeOrderFile({ house, org, actor }: Scope, { shop, toldBy, name, chunks }: OrderFile): Promise<TakenFile> {
  if (!may(actor.role, 'send-telemetry')) throw new ShopbellError('NOT_ALLOWED', { permission: 'send-telemetry' });
  const { timeZone } = await house.state.inOrg(org, (db) => findShop(db, shop));
  const keys = orderKeys(house, org);
  const receivedAt = house.clock.now();
  const taken = { kind: '', lines: 0, steps: 0, rejected: 0 };
  const reasons: { line: number; reason: string }[] = [];
  for await (const batch of readOrderFile(chunks, { name, toldBy, zone: timeZone })) {
    const rows = batch.steps.map((step) => stepRow({ shop, source: `file ${toldBy}`, receivedAt, keys }, step));
    if (rows.length > 0) await house.telemetry.insert(org, 'order_steps', rows);
    taken.kind = batch.kind;
    taken.lines += batch.lines;
    taken.steps += rows.length;
    taken.rejected += batch.rejected.length;
    reasons.push(...batch.rejected.slice(0, MOST_REASONS - reasons.length));
  }
  await noteOrderFile({ house, org, actor }, { shop, toldBy, ...taken });
  return { ...taken, reasons };
}
