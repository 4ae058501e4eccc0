import { z } from 'zod';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { GENESIS } from '#kernel/event.ts';
import { isSignedBy } from '#kernel/is-signed-by.ts';
import { hashContent, hashLink, signedText } from './chain.ts';
import { type LinkedLine, type RegisterDocument, registerShape } from './register-document.ts';

const kinds = ['changed', 'moved', 'removed', 'doubled', 'inserted', 'cut', 'signature', 'key', 'head-unknown'] as const;

const faultShape = z.object({
  kind: z.enum(kinds),
  seq: z.int().nullable(),
  number: z.string().nullable(),
  version: z.int().nullable(),
  says: z.string(),
});

/** What `shopbell register verify` prints: `contract/register-verify.json`. */
export const verifiedRegisterShape = z.object({
  schema: z.literal('shopbell.register-verify/1'),
  intact: z.boolean(),
  organisation: z.string(),
  entries: z.int().describe('How many links there are.'),
  ended: z.int().describe('How many of them have no content any more, because their time is over: only their place is proven.'),
  head: z
    .object({ seq: z.int(), hash: z.string() })
    .describe('Where the chain ends: note it down, and a later export can be held against it.'),
  signature: z.object({ fits: z.boolean(), public_key: z.string(), exported_at: z.string() }),
  earlier_head: z.object({ hash: z.string(), seq: z.int().nullable() }).nullable(),
  faults: z.array(faultShape),
});

type Fault = z.output<typeof faultShape>;
export type VerifiedRegister = z.output<typeof verifiedRegisterShape>;

export interface Expected {
  /** A head hash that was noted down earlier. */
  readonly head?: string | undefined;
  /** The organisation's public key as its register page shows it. */
  readonly key?: string | undefined;
}

/** Verifies an exported register by itself: no database, no network. Pure. Throws INPUT_INVALID when the text is no such export. */
export function verifyRegister(text: string, expected: Expected = {}): VerifiedRegister {
  const document = readDocument(text);
  try {
    return judge(document, expected);
  } catch (error) {
    // The call stack's end: no entry that Shopbell wrote is nested thousands deep.
    if (error instanceof RangeError) throw new ShopbellError('INPUT_INVALID', { reason: 'an entry is nested too deep' }, { cause: error });
    throw error;
  }
}

function readDocument(text: string): RegisterDocument {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ShopbellError('INPUT_INVALID', { reason: 'the file is not whole JSON: it was cut off, or it is something else' }, { cause });
  }
  const parsed = registerShape.safeParse(raw);
  if (parsed.success)
    return { ...parsed.data, entries: parsed.data.entries.map((one, index) => ({ ...one, entry: asRead(raw, index, one) })) };
  const first = new z.ZodError(parsed.error.issues.slice(0, 3));
  throw new ShopbellError('INPUT_INVALID', { reason: `the file is not an exported register: ${describeIssues(first)}` });
}

/** An entry with everything that stands in the file, also what a schema would pass over, such as a key `__proto__`: all of it is hashed. */
function asRead(raw: unknown, index: number, one: LinkedLine): LinkedLine['entry'] {
  const { entries } = raw as { readonly entries: readonly LinkedLine[] };
  return entries[index]?.entry ?? one.entry;
}

function judge(document: RegisterDocument, expected: Expected): VerifiedRegister {
  const { organisation, entries, head, signature, exported_at } = document;
  const fits = isSignedBy(signature.public_key, signedText(organisation, head, exported_at), signature.value);
  const earlier = expected.head === undefined ? null : { hash: expected.head, seq: seqOf(entries, expected.head) };
  const faults = findFaults(document);
  if (!fits) faults.push(whole('signature', 'the signature does not fit the head: head, time or organisation were changed'));
  if (expected.key !== undefined && expected.key !== signature.public_key) {
    faults.push(whole('key', 'it is signed by another key than the one you gave: it does not come from that organisation'));
  }
  if (earlier !== null && earlier.seq === null) {
    faults.push(whole('head-unknown', 'the earlier head is not in this chain: entries were rewritten or cut since it was noted'));
  }
  return {
    schema: 'shopbell.register-verify/1',
    intact: faults.length === 0,
    organisation,
    entries: entries.length,
    ended: entries.filter((one) => one.entry === null).length,
    head,
    signature: { fits, public_key: signature.public_key, exported_at },
    earlier_head: earlier,
    faults,
  };
}

type Chain = Pick<RegisterDocument, 'organisation' | 'entries' | 'head'>;

/** What does not fit in a chain: each entry by itself, then all of them among each other. Pure. */
export function findFaults(chain: Chain): Fault[] {
  return [...faultsOfEntries(chain.organisation, chain.entries), ...faultsOfPlaces(chain)];
}

function seqOf(entries: readonly LinkedLine[], hash: string): number | null {
  return hash === GENESIS ? 0 : (entries.find((one) => one.hash === hash)?.seq ?? null);
}

/** Each entry by itself: does it still say what was hashed? */
function faultsOfEntries(organisation: string, entries: readonly LinkedLine[]): Fault[] {
  return entries.flatMap((one) => {
    const { written_by, at, entry, ended_at, content_hash } = one;
    const faults: Fault[] = [];
    const isWhole = written_by !== null && at !== null && entry !== null;
    if (!isWhole && (ended_at === null || written_by !== null || at !== null || entry !== null)) {
      faults.push(about(one, 'changed', 'its content is missing though its time is not over'));
    }
    if (isWhole && ended_at !== null) faults.push(about(one, 'changed', 'it is said to be over, and its content is there'));
    if (isWhole && hashContent({ written_by, at, entry }) !== content_hash) faults.push(about(one, 'changed', 'what it says was changed'));
    if (hashLink({ ...one, organisation }) !== one.hash) {
      faults.push(about(one, 'changed', 'its number, version, place or hash was changed'));
    }
    return faults;
  });
}

/** The entries among each other: is one missing, twice there, or in another place? */
function faultsOfPlaces({ entries, head }: Chain): Fault[] {
  const faults: Fault[] = [];
  const bySeq = new Map<number, LinkedLine>();
  let highest = 0;
  for (const one of entries) {
    if (bySeq.has(one.seq)) faults.push(about(one, 'doubled', `place ${one.seq} is there twice`));
    else bySeq.set(one.seq, one);
    if (one.seq < highest) faults.push(about(one, 'moved', `it stands after place ${highest}: the order was changed`));
    highest = Math.max(highest, one.seq);
  }
  faults.push(...gaps(bySeq, highest));
  for (const one of bySeq.values()) {
    const before = one.seq === 1 ? GENESIS : bySeq.get(one.seq - 1)?.hash;
    if (before !== undefined && one.previous !== before) {
      faults.push(about(one, 'inserted', `it does not follow place ${one.seq - 1}: one of the two was exchanged, put in or rewritten`));
    }
  }
  const last = bySeq.get(highest);
  if (head.seq > highest) faults.push(whole('cut', `the head is place ${head.seq}, the last entry ${highest}: the end was cut off`));
  else if (head.seq < highest) faults.push(whole('inserted', `the head is place ${head.seq}, yet there are entries up to ${highest}`));
  else if ((last?.hash ?? GENESIS) !== head.hash) faults.push(whole('changed', 'the head’s hash is not that of the last entry'));
  return faults;
}

/** Missing places, as spans: a hostile file may skip billions. */
function gaps(bySeq: ReadonlyMap<number, LinkedLine>, highest: number): Fault[] {
  const faults: Fault[] = [];
  let expected = 1;
  for (const seq of [...bySeq.keys()].sort((a, b) => a - b)) {
    if (seq > expected) {
      const span = seq - 1 === expected ? `place ${expected} is` : `places ${expected} to ${seq - 1} are`;
      faults.push({ kind: 'removed', seq: expected, number: null, version: null, says: `${span} missing: an entry was removed` });
    }
    expected = seq + 1;
    if (seq === highest) break;
  }
  return faults;
}

function about({ seq, number, version }: LinkedLine, kind: Fault['kind'], says: string): Fault {
  return { kind, seq, number, version, says };
}

function whole(kind: Fault['kind'], says: string): Fault {
  return { kind, seq: null, number: null, version: null, says };
}
