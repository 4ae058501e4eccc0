import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import type { HttpClient } from '#engines/http/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { readAdvisories, readExploited } from '#steps/inspect/index.ts';
import { advisoriesFolder } from './advisories-folder.ts';

export const EXPLOITED_FILE = 'exploited.json';

const ECOSYSTEMS = ['npm', 'Packagist', 'PyPI'];
const MOST_BYTES = 1_000_000_000;

interface Flags {
  readonly into?: string;
  readonly ecosystem?: readonly string[];
  readonly from: string;
  readonly exploitedFrom: string;
  readonly allowPrivate?: true;
}

/** Fetches whole files of advisories; what is there already stays until the new file is read through. Throws ADVISORIES_INVALID and TARGET_*. */
export async function refreshAdvisories(flags: Flags): Promise<void> {
  const folder = advisoriesFolder(flags.into);
  await mkdir(folder, { recursive: true });
  const http = openHttpClient();
  for (const ecosystem of flags.ecosystem ?? ECOSYSTEMS) {
    if (!/^[\w .+-]{1,60}$/.test(ecosystem)) throw new ShopbellError('INPUT_INVALID', { reason: `“${ecosystem}” is no registry` });
    const url = `${flags.from.replace(/\/+$/, '')}/${encodeURIComponent(ecosystem)}/all.zip`;
    const bytes = await fetchWhole(http, url, flags);
    const { read, asOf } = await readAdvisories(once(bytes), new Set(), url);
    await put(join(folder, `osv-${ecosystem}.zip`), bytes);
    process.stderr.write(`shopbell: ${ecosystem}: ${read} advisories, newest change ${asOf ?? 'unknown'}\n`);
  }
  const bytes = await fetchWhole(http, flags.exploitedFrom, flags);
  const { holes, asOf } = readExploited(Buffer.from(bytes).toString(), flags.exploitedFrom);
  await put(join(folder, EXPLOITED_FILE), bytes);
  process.stderr.write(`shopbell: known attacks: ${holes.size} holes, of ${asOf}\n`);
}

async function fetchWhole(http: HttpClient, url: string, { allowPrivate }: Flags): Promise<Uint8Array> {
  const answer = await http.request({
    url,
    maxBytes: MOST_BYTES,
    timeoutMs: 900_000,
    requireTrusted: true,
    allowPrivate: allowPrivate ?? false,
  });
  if (answer.status !== 200) throw new ShopbellError('ADVISORIES_INVALID', { path: url, reason: `the server answered ${answer.status}` });
  if (answer.truncated) throw new ShopbellError('ADVISORIES_INVALID', { path: url, reason: `it is larger than ${MOST_BYTES} bytes` });
  return answer.body;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const step = 1 << 20;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

/** Whole or not at all. */
async function put(path: string, bytes: Uint8Array): Promise<void> {
  const next = `${path}.new`;
  try {
    await writeFile(next, bytes);
    await rename(next, path);
  } finally {
    await rm(next, { force: true });
  }
}
