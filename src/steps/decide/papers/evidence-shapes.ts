import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
const name = z.string().max(500);

/** `manifest.json` of an evidence pack: what is in it, and the hash of each file. `manifest.sig.json` signs its very bytes. */
export const manifestShape = z.strictObject({
  schema: z.literal('shopbell.evidence-pack/1'),
  organisation: name,
  case: z.strictObject({ id: name, number: name, title: name }),
  /** Why the people are in it; null: nobody's data is. */
  purpose: z.string().max(2_000).nullable(),
  people: z.int().min(0),
  /** The last ledger entry and the last link of the register that the pack holds. */
  ledger: z.strictObject({
    seq: z.int().min(0),
    hash,
    /** What makes a left-out entry noticed; packs from before this was sealed do not have it. */
    segment: z.strictObject({ first: z.int().min(0), entries: z.int().min(0), others: z.int().min(0) }).optional(),
  }),
  register: z.strictObject({ seq: z.int().min(0), hash }),
  files: z.array(z.strictObject({ path: name, bytes: z.int().min(0), sha256: hash })),
});

export const signatureShape = z.strictObject({ algorithm: z.literal('Ed25519'), public_key: name, value: name });

/** One entry of the ledger as it stands in a pack: with all that its hash is over. */
export const packedEntryShape = z.strictObject({
  id: name,
  org: name,
  seq: z.int().positive(),
  kind: name,
  at: z.iso.datetime(),
  actor: z.strictObject({ kind: z.enum(['person', 'key', 'system', 'customer']), id: name, role: name }),
  subject: name.nullable(),
  cause: name.nullable(),
  payload: z.unknown(),
  previous: hash,
  hash,
});

/** The place in the ledger of an entry that is not of this case: nothing of what it says. */
export const packedPlaceShape = z.tuple([z.int().positive(), hash]);

/** A link of the register of any case: what its place is proven by, without what it says. */
export const packedLinkShape = z.strictObject({
  seq: z.int().positive(),
  id: name,
  case_id: name,
  number: name,
  version: z.int().positive(),
  content_hash: hash,
  previous: hash,
  hash,
});

/** `shopbell evidence verify` prints this: `contract/evidence-verify.json`. */
export const verifiedPackShape = z.object({
  schema: z.literal('shopbell.evidence-verify/1'),
  intact: z.boolean(),
  organisation: z.string(),
  case: z.object({ id: z.string(), number: z.string(), title: z.string() }),
  people: z.int().describe('How many people’s data are in it; 0: nobody’s.'),
  signature: z.object({ fits: z.boolean(), public_key: z.string() }),
  ledger: z.object({
    entries: z.int().describe('of the case and its incident'),
    others: z.int().describe('places between them that belong to something else, by their hash alone'),
    first: z.int(),
    seq: z.int().describe('the last'),
    hash: z.string(),
    complete: z
      .enum(['yes', 'no', 'unknown'])
      .describe('whether every place of the chain from the first to the last is there; `unknown` for a pack from before that was sealed'),
  }),
  register: z.object({ links: z.int(), entries: z.int(), seq: z.int(), hash: z.string() }),
  files: z.array(z.object({ path: z.string(), state: z.enum(['intact', 'changed', 'missing', 'extra']) })),
  faults: z.array(z.object({ where: z.string(), says: z.string() })),
});

export type VerifiedPack = z.output<typeof verifiedPackShape>;

/** The purpose of the organisation's key that signs evidence. */
export const EVIDENCE_KEY = 'evidence';
export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig.json';
