import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { describeIssues } from '#kernel/describe-issues.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { GENESIS } from '#kernel/event.ts';
import { isSignedBy } from '#kernel/is-signed-by.ts';
import { hashContent, hashLink } from '../register/chain.ts';
import { linkedShape } from '../register/register-document.ts';
import { MANIFEST, manifestShape, packedLinkShape, SIGNATURE, signatureShape, type VerifiedPack } from './evidence-shapes.ts';
import { judgeLedger, lostLedger, packedLedgerShape } from './judge-ledger.ts';
import { hashPaper } from './memo.ts';

const MOST_FILES = 20_000;
const MOST_BYTES = 1_000_000_000;
const PATH = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;

type Fault = VerifiedPack['faults'][number];
type Files = ReadonlyMap<string, Uint8Array>;
type State = VerifiedPack['files'][number]['state'];

/** Verifies an evidence pack by itself: no database, no network, nothing is written. Throws INPUT_INVALID when it is no such pack. */
export function verifyEvidence(zip: Uint8Array, key?: string): VerifiedPack {
  const files = unpack(zip);
  const manifest = read(files, MANIFEST, manifestShape);
  const signature = read(files, SIGNATURE, signatureShape);
  const fits = isSignedBy(signature.public_key, textOf(files, MANIFEST), signature.value);
  const faults: Fault[] = [];
  if (!fits) faults.push({ where: MANIFEST, says: 'the signature does not fit: the manifest was changed' });
  if (key !== undefined && key !== signature.public_key) {
    faults.push({ where: SIGNATURE, says: 'it is signed by another key than the one you gave: it does not come from that organisation' });
  }
  const states = statesOf(files, manifest.files);
  for (const { path, state } of states) if (state !== 'intact') faults.push({ where: path, says: wordsOf[state] });
  const ledger = guarded('ledger.json', faults, () => judgeLedger(read(files, 'ledger.json', packedLedgerShape), manifest)) ?? lostLedger;
  const register = guarded('register.json', faults, () => judgeRegister(files, manifest)) ?? { links: 0, entries: 0 };
  guarded('memos', faults, () => judgeMemos(files));
  return {
    schema: 'shopbell.evidence-verify/1',
    intact: faults.length === 0,
    organisation: manifest.organisation,
    case: manifest.case,
    people: manifest.people,
    signature: { fits, public_key: signature.public_key },
    ledger: { ...ledger, seq: manifest.ledger.seq, hash: manifest.ledger.hash },
    register: { links: register.links, entries: register.entries, ...manifest.register },
    files: states,
    faults,
  };
}

const wordsOf: Readonly<Record<Exclude<State, 'intact'>, string>> = {
  changed: 'it is not what was sealed',
  missing: 'it was taken out',
  extra: 'it was put in later: nothing seals it',
};

/** Reads a ZIP that may be anything: names that lead elsewhere, doubled names and what would unpack too large are refused before they are unpacked. */
function unpack(zip: Uint8Array): Files {
  const names = new Set<string>();
  let room = MOST_BYTES;
  const refuse = (reason: string): never => {
    throw new ShopbellError('INPUT_INVALID', { reason: `the file is not an evidence pack: ${reason}` });
  };
  try {
    const unpacked = unzipSync(zip, {
      // The size that is told is the size that is made: the unpacker stops at it.
      filter: ({ name, originalSize }) => {
        room -= originalSize;
        if (!PATH.test(name)) refuse(`a name in it leads elsewhere: ${JSON.stringify(name.slice(0, 80))}`);
        if (names.has(name)) refuse(`${name} is in it twice`);
        if (room < 0 || names.size >= MOST_FILES) refuse('it would unpack too large');
        names.add(name);
        return true;
      },
    });
    return new Map(Object.entries(unpacked));
  } catch (cause) {
    if (cause instanceof ShopbellError) throw cause;
    return refuse(`it cannot be unpacked (${messageOf(cause)})`);
  }
}

function textOf(files: Files, path: string): string {
  const bytes = files.get(path);
  if (!bytes) throw new ShopbellError('INPUT_INVALID', { reason: `the file is not an evidence pack: ${path} is not in it` });
  return Buffer.from(bytes).toString('utf8');
}

function read<S extends z.ZodType>(files: Files, path: string, shape: S): z.output<S> {
  const text = textOf(files, path);
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new ShopbellError('INPUT_INVALID', { reason: `${path} is not whole JSON` }, { cause });
  }
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ShopbellError('INPUT_INVALID', { reason: `${path}: ${describeIssues(new z.ZodError(parsed.error.issues.slice(0, 3)))}` });
}

function statesOf(files: Files, listed: z.output<typeof manifestShape>['files']): VerifiedPack['files'] {
  const known = listed.map(({ path, bytes, sha256 }) => {
    const own = files.get(path);
    if (!own) return { path, state: 'missing' as const };
    const isSame = own.length === bytes && createHash('sha256').update(own).digest('hex') === sha256;
    return { path, state: isSame ? ('intact' as const) : ('changed' as const) };
  });
  const names = new Set([MANIFEST, SIGNATURE, ...listed.map((one) => one.path)]);
  const extra = [...files.keys()].filter((path) => !names.has(path)).map((path) => ({ path, state: 'extra' as const }));
  return [...known, ...extra];
}

/** What cannot be read at all is one more fault of the pack, not the end of looking. */
function guarded<T>(where: string, faults: Fault[], work: () => { readonly result: T; readonly faults: readonly string[] }): T | null {
  try {
    const { result, faults: found } = work();
    faults.push(...found.map((says) => ({ where, says })));
    return result;
  } catch (error) {
    if (!(error instanceof ShopbellError || error instanceof RangeError)) throw error;
    faults.push({ where, says: error instanceof RangeError ? 'it is nested too deep' : error.message });
    return null;
  }
}

type Manifest = z.output<typeof manifestShape>;

function judgeRegister(files: Files, manifest: Manifest) {
  const shape = z.strictObject({ organisation: z.string(), entries: z.array(linkedShape), links: z.array(packedLinkShape) });
  const { organisation, entries, links } = read(files, 'register.json', shape);
  const faults: string[] = [];
  if (organisation !== manifest.organisation) faults.push('it is of another organisation');
  for (const [index, link] of links.entries()) {
    const previous = index === 0 ? GENESIS : links[index - 1]?.hash;
    if (link.seq !== index + 1 || link.previous !== previous) faults.push(`link ${link.seq} does not follow the one before`);
    if (hashLink({ ...link, organisation }) !== link.hash) faults.push(`link ${link.seq} was changed`);
  }
  for (const { written_by, at, entry, ...place } of entries) {
    const isWhole = written_by !== null && at !== null && entry !== null;
    if (isWhole && hashContent({ written_by, at, entry }) !== place.content_hash)
      faults.push(`entry ${place.number} version ${place.version}: what it says was changed`);
    if (links[place.seq - 1]?.hash !== place.hash || hashLink({ ...place, organisation }) !== place.hash)
      faults.push(`entry ${place.number} version ${place.version} is not in the chain`);
  }
  const last = entries.at(-1);
  if ((last?.seq ?? 0) !== manifest.register.seq || (last?.hash ?? GENESIS) !== manifest.register.hash)
    faults.push('its last link is not the manifest’s');
  return { result: { links: links.length, entries: entries.length }, faults };
}

const packedMemo = z.looseObject({
  hash: z.string(),
  content: z.looseObject({ facts: z.looseObject({ version: z.int(), sha256: z.string() }) }),
});

/** Each memo has its hash, and the facts that it names are in the pack. */
function judgeMemos(files: Files) {
  const faults: string[] = [];
  for (const path of [...files.keys()].filter((one) => /^memos\/\d+\.json$/.test(one))) {
    const { hash, content } = read(files, path, packedMemo);
    if (hashPaper(content) !== hash) faults.push(`${path}: it is not the memo that was released`);
    const facts = read(
      files,
      `facts/${String(content.facts.version).padStart(4, '0')}.json`,
      z.looseObject({ facts: z.record(z.string(), z.unknown()) }),
    );
    if (hashPaper(facts.facts) !== content.facts.sha256) faults.push(`${path}: the facts it was decided on are not those in the pack`);
  }
  return { result: null, faults };
}
