import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { isNetwork } from '../checks/is-network.ts';
import { select } from '../finding.ts';
import type { Concerned } from '../read-concerned.ts';
import { findingOf, type SignalRow, takeSignal, whole } from '../store.ts';
import type { Affected, Part } from './affected.ts';
import { assessParts } from './assess-affected.ts';

const wordsShape = z.array(z.string().min(1).max(500)).max(500).default([]);

const networkShape = z.array(z.string().max(500).refine(isNetwork, 'is no network address')).max(500).default([]);

/**
 * Which reads somebody asks about: those of a signal, perhaps with other actors counted in (`more`), or of anybody in a span, from these
 * addresses or blocks of addresses, with these accounts as the shop's logs name them, and of routes that begin like these (none named: all).
 */
export const choiceShape = z.union([
  z.strictObject({ signal: idShape('sig'), more: z.array(z.int().positive()).max(200).default([]) }),
  z.strictObject({
    shop: idShape('shop'),
    from: instantShape,
    to: instantShape,
    addresses: networkShape,
    accounts: wordsShape,
    routes: wordsShape,
  }),
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

interface Taking {
  readonly db: Tx;
  readonly house: Pick<House, 'secrets'>;
  readonly org: OrgId;
}

/** Finds what a choice means. Throws NOT_FOUND, INPUT_INVALID. */
export async function takeChoice({ db, house, org }: Taking, raw: Choice): Promise<Chosen> {
  const parsed = choiceShape.safeParse(raw);
  if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(parsed.error) });
  const choice = parsed.data;
  if ('signal' in choice) {
    const signal = await takeSignal(db, choice.signal);
    const { timeZone } = await findShop(db, signal.shop_id);
    return { shop: signal.shop_id, timeZone, parts: partsOfSignal(signal, choice.more), signal };
  }
  const { timeZone } = await findShop(db, choice.shop);
  const [from, to] = [choice.from, choice.to].map((at) => new Date(at).toISOString()).sort();
  const reads = select('personal-reads', { from: from ?? choice.from, to: to ?? choice.to }, { anybody: true });
  const accounts = choice.accounts.map((name) => house.secrets.sealRef(org, 'account', name));
  const only = { addresses: choice.addresses, accounts, routes: choice.routes };
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
