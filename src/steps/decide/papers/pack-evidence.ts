import { createHash } from 'node:crypto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Secrets } from '#engines/secrets/types.ts';
import { GENESIS } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import { EVIDENCE_KEY, MANIFEST, SIGNATURE } from './evidence-shapes.ts';

/** Fixed, in the zone of whoever packs: a ZIP keeps wall time, and the same state makes the same bytes. */
const WHEN = new Date(1980, 0, 1);

export interface PackHead {
  readonly organisation: OrgId;
  readonly case: { readonly id: string; readonly number: string; readonly title: string };
  readonly purpose: string | null;
  readonly people: number;
}

interface Ended {
  readonly entries?: readonly { readonly seq: number; readonly hash: string }[];
  readonly others?: readonly unknown[];
}

/**
 * Seals a case's files in one ZIP: a manifest with the SHA-256 of each, signed by the organisation's key. JSON with sorted names, fixed times:
 * the same files make the same bytes, as long as the compressor stays the same. Pure but for the key.
 */
export function packEvidence(secrets: Secrets, head: PackHead, files: ReadonlyMap<string, unknown>): Uint8Array {
  const texts = [...files].map(([path, content]): [string, Uint8Array] => [
    path,
    strToU8(typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`),
  ]);
  const sorted = [...texts, ['README.txt', strToU8(README)] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  const manifest = {
    schema: 'shopbell.evidence-pack/1',
    ...head,
    ledger: { ...endOf(files.get('ledger.json') as Ended | undefined), segment: segmentOf(files.get('ledger.json') as Ended | undefined) },
    register: endOf(files.get('register.json') as Ended | undefined),
    files: sorted.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })),
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const signature = {
    algorithm: 'Ed25519',
    public_key: secrets.publicKey(head.organisation, EVIDENCE_KEY),
    value: secrets.sign(head.organisation, EVIDENCE_KEY, text),
  };
  const zip: Zippable = {};
  zip[MANIFEST] = strToU8(text);
  zip[SIGNATURE] = strToU8(`${JSON.stringify(signature, null, 2)}\n`);
  for (const [path, bytes] of sorted) zip[path] = bytes;
  return zipSync(zip, { level: 9, mtime: WHEN });
}

function endOf(part: Ended | undefined) {
  const last = part?.entries?.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: GENESIS };
}

/** How many entries there are and where they begin: with the last one's hash, what is left out is noticed. */
function segmentOf(part: Ended | undefined) {
  return { first: part?.entries?.[0]?.seq ?? 0, entries: part?.entries?.length ?? 0, others: part?.others?.length ?? 0 };
}

const README = `Evidence of a case of personal-data breach, sealed by Shopbell.

  ./shopbell evidence verify PACK.zip            is everything as it was sealed? Needs no database and no network.
  ./shopbell evidence verify PACK.zip --key KEY  and does it come from the organisation whose key you know?

manifest.json      what is in here, with the SHA-256 of each file
manifest.sig.json  Ed25519 signature over the bytes of manifest.json
case.json          number, times, counts of people
facts/             every version of the facts with the judgement that was made on it
decisions.json, advice.json, dissents.json, filings.json, parties.json
memos/             released decision memos, frozen, as data and to read
controllers/       notices that were sent to controllers
notices/           texts of the notices to the people
register.json      the case's entries in the register, and the links of the chain up to them
ledger.json        what the ledger tells of the case and its incident; "others" are the hashes of the entries in between
                   that belong to something else, so that the chain is whole and a left-out entry is noticed
people.json        only where a purpose was stated: the people concerned, in the clear
`;
