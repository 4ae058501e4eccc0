import { z } from 'zod';
import { type Actor, GENESIS, hashEntry } from '#kernel/event.ts';
import type { EventId, OrgId } from '#kernel/ids.ts';
import { type manifestShape, packedEntryShape, packedPlaceShape, type VerifiedPack } from './evidence-shapes.ts';

/** `ledger.json` of a pack. */
export const packedLedgerShape = z.strictObject({
  organisation: z.string(),
  entries: z.array(packedEntryShape),
  others: z.array(packedPlaceShape).default([]),
});

type PackedLedger = z.output<typeof packedLedgerShape>;
type Verified = Omit<VerifiedPack['ledger'], 'seq' | 'hash'>;

/** What is known of a ledger that could not be read. */
export const lostLedger: Verified = { entries: 0, others: 0, first: 0, complete: 'no' };

/**
 * Whether the part of the ledger in a pack is what it was, and whole: each entry has its hash, each place of the chain from the first to the
 * last is there once, and there are as many as the signed manifest says. Pure.
 */
export function judgeLedger(
  { organisation, entries, others }: PackedLedger,
  { organisation: signed, ledger }: z.output<typeof manifestShape>,
): { readonly result: Verified; readonly faults: readonly string[] } {
  const faults: string[] = [];
  if (organisation !== signed) faults.push('it is of another organisation');
  for (const entry of entries) if (!isAsWritten(entry)) faults.push(`entry ${entry.seq} (${entry.kind}): its content was changed`);
  const last = entries.at(-1);
  if ((last?.seq ?? 0) !== ledger.seq || (last?.hash ?? GENESIS) !== ledger.hash) faults.push('its last entry is not the manifest’s');
  const gaps = ledger.segment === undefined ? orderOf(entries) : gapsOf(entries, others, ledger.segment);
  const complete = ledger.segment === undefined ? 'unknown' : gaps.length === 0 ? 'yes' : 'no';
  return {
    result: { entries: entries.length, others: others.length, first: entries[0]?.seq ?? 0, complete },
    faults: [...faults, ...gaps],
  };
}

function isAsWritten(entry: PackedLedger['entries'][number]): boolean {
  const { id, org, cause, at, actor } = entry;
  const typed = { id: id as EventId, org: org as OrgId, cause: cause as EventId | null, at: new Date(at), actor: actor as Actor };
  return hashEntry({ ...entry, ...typed }) === entry.hash;
}

interface Place {
  readonly seq: number;
  readonly hash: string;
  /** Of an entry that is told whole. */
  readonly previous?: string;
}

/** What is missing from the chain, what stands twice, and what does not follow what is before it. */
function gapsOf(
  entries: PackedLedger['entries'],
  others: PackedLedger['others'],
  segment: NonNullable<z.output<typeof manifestShape>['ledger']['segment']>,
): string[] {
  const places: Place[] = [...entries, ...others.map(([seq, hash]) => ({ seq, hash }))].sort((a, b) => a.seq - b.seq);
  const faults: string[] = [];
  if (entries.length !== segment.entries) faults.push(`it has ${entries.length} entries of the case, ${segment.entries} were sealed`);
  if (others.length !== segment.others) faults.push(`it has ${others.length} other places, ${segment.others} were sealed`);
  if ((entries[0]?.seq ?? 0) !== segment.first) faults.push(`it begins at ${entries[0]?.seq ?? 0}, ${segment.first} was sealed`);
  for (const [nth, place] of places.entries()) {
    const before = places[nth - 1];
    if (before === undefined) continue;
    if (place.seq === before.seq) faults.push(`place ${place.seq} stands twice`);
    else if (place.seq !== before.seq + 1) faults.push(`${rangeOf(before.seq + 1, place.seq - 1)} left out of the chain`);
    else if (place.previous !== undefined && place.previous !== before.hash)
      faults.push(`entry ${place.seq} does not follow ${before.seq}`);
  }
  return faults;
}

function rangeOf(from: number, to: number): string {
  return from === to ? `place ${from} was` : `places ${from} to ${to} were`;
}

/** Of a pack from before the places in between were sealed: only neighbours can be compared. */
function orderOf(entries: PackedLedger['entries']): string[] {
  return entries.flatMap((entry, nth) => {
    const before = entries[nth - 1];
    if (before === undefined) return [];
    if (entry.seq <= before.seq) return [`entry ${entry.seq} stands after ${before.seq}`];
    const isNext = entry.seq === before.seq + 1;
    return isNext && entry.previous !== before.hash ? [`entry ${entry.seq} does not follow ${before.seq}`] : [];
  });
}
