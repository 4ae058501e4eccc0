import { z } from 'zod';
import type { Secrets } from '#engines/secrets/types.ts';
import { GENESIS } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import { REGISTER_KEY, signedText } from './chain.ts';
import type { LinkedEntry } from './read-register.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
const name = z.string().max(200);
const instant = z.iso.datetime();

/** One entry of an exported register. Of one whose time is over, `entry`, `written_by` and `at` are null and `ended_at` says since when. */
export const linkedShape = z.strictObject({
  seq: z.int().positive(),
  id: name,
  case_id: name,
  number: name,
  version: z.int().positive(),
  written_by: name.nullable(),
  at: instant.nullable(),
  entry: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe(
      'What the entry says: title, facts, people, byLaw (for each law its own duties, what was decided of them, their terms), severity, effects, remedies, decision, reasons, deviation, filings.',
    ),
  ended_at: instant.nullable(),
  content_hash: hash.describe('SHA-256 of the canonical JSON of {at, entry, written_by}.'),
  previous: hash,
  hash: hash.describe(
    'SHA-256 of the canonical JSON list ["shopbell-register-link/1", previous, organisation, seq, id, case_id, number, version, content_hash].',
  ),
});

export type LinkedLine = z.output<typeof linkedShape>;

/** An exported register, whole: `contract/register.json`. */
export const registerShape = z.strictObject({
  schema: z.literal('shopbell-register/1'),
  organisation: name,
  exported_at: instant,
  head: z.strictObject({ seq: z.int().min(0), hash }),
  signature: z
    .strictObject({ algorithm: z.literal('Ed25519'), public_key: name, value: name })
    .describe('Over the canonical JSON list ["shopbell-register-head/1", organisation, head.seq, head.hash, exported_at].'),
  entries: z.array(linkedShape),
});

export type RegisterDocument = z.output<typeof registerShape>;

/** One line as it is exported, dates as texts. */
export function lineOf({ content, ended_at, ...link }: LinkedEntry): LinkedLine {
  return {
    ...link,
    written_by: content?.written_by ?? null,
    at: content?.at.toISOString() ?? null,
    entry: content === null ? null : { ...content.entry },
    ended_at: ended_at?.toISOString() ?? null,
  };
}

/** Where a chain ends. */
export function headOf(entries: readonly { readonly seq: number; readonly hash: string }[]): RegisterDocument['head'] {
  const last = entries.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: GENESIS };
}

/** The whole register as one document, its head signed by the organisation's key. `entries` in the order of the chain. */
export function registerDocument(secrets: Secrets, organisation: OrgId, entries: readonly LinkedEntry[], now: Date): RegisterDocument {
  const head = headOf(entries);
  const exported_at = now.toISOString();
  return {
    schema: 'shopbell-register/1',
    organisation,
    exported_at,
    head,
    signature: {
      algorithm: 'Ed25519',
      public_key: secrets.publicKey(organisation, REGISTER_KEY),
      value: secrets.sign(organisation, REGISTER_KEY, signedText(organisation, head, exported_at)),
    },
    entries: entries.map(lineOf),
  };
}
