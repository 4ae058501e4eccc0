import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { select } from '../finding.ts';
import type { Concerned } from '../read-concerned.ts';
import { findingOf, type SignalRow, takeSignal, whole } from '../store.ts';
import type { Affected, Part } from './affected.ts';
import { assessParts } from './assess-affected.ts';

const wordsShape = z.array(z.string().min(1).max(500)).max(500).default([]);

/**
 * Which reads somebody asks about: those of a signal, perhaps with other actors counted in (`more`), or of anybody in a span, from these
 * addresses and of routes that begin like these (none named: all).
 */
export const choiceShape = z.union([
  z.strictObject({ signal: idShape('sig'), more: z.array(z.int().positive()).max(200).default([]) }),
  z.strictObject({ shop: idShape('shop'), from: instantShape, to: instantShape, addresses: wordsShape, routes: wordsShape }),
]);
export type Choice = z.input<typeof choiceShape>;

/** What was chosen, found. */
export interface Chosen {
  readonly shop: ShopId;
  readonly timeZone: string;
  readonly parts: readonly Part[];
  /** `null` for a free choice. */
  readonly signal: SignalRow | null;
}

/** Finds what a choice means. Throws NOT_FOUND. */
export async function takeChoice(db: Tx, raw: Choice): Promise<Chosen> {
  const choice = choiceShape.parse(raw);
  if ('signal' in choice) {
    const signal = await takeSignal(db, choice.signal);
    const { timeZone } = await findShop(db, signal.shop_id);
    return { shop: signal.shop_id, timeZone, parts: partsOfSignal(signal, choice.more), signal };
  }
  const { timeZone } = await findShop(db, choice.shop);
  const [from, to] = [choice.from, choice.to].map((at) => new Date(at).toISOString()).sort();
  const reads = select('personal-reads', { from: from ?? choice.from, to: to ?? choice.to }, { anybody: true });
  const only = { addresses: choice.addresses, routes: choice.routes };
  return { shop: choice.shop, timeZone, parts: [{ shop: choice.shop, reads, only }], signal: null };
}

function partsOfSignal(signal: SignalRow, more: readonly number[]): Part[] {
  if (signal.reads === null) return [];
  const reads = whole(signal.reads);
  if (more.length === 0) return [{ shop: signal.shop_id, reads }];
  const around = { from: shifted(reads.from, -DAY), to: shifted(reads.to, DAY) };
  return [
    { shop: signal.shop_id, reads },
    { shop: signal.shop_id, reads: select('personal-reads', around, { actors: more }) },
  ];
}

function shifted(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

/** What people are looked for in: the reads that were chosen, and of a signal also the accounts that were entered. */
export function concernedBy({ shop, parts, signal }: Chosen): Concerned {
  return { shop, parts, findings: signal === null ? [] : [findingOf(signal)] };
}

/** Whose data what was chosen touched; `until` is now. */
export function assessChosen(
  place: { readonly telemetry: Telemetry; readonly org: OrgId; readonly until: Date },
  { shop, parts, signal }: Chosen,
): Promise<Affected> {
  return assessParts({ ...place, shop }, parts, signal === null ? [] : [findingOf(signal)]);
}
