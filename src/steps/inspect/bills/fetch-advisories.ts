import type { AdvisoryDraft, AdvisoryFiles, AdvisorySources } from '#engines/advisories/types.ts';
import type { HttpClient } from '#engines/http/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { convertRetire } from '../components/convert-retire.ts';
import { readExploited } from '../components/exploited.ts';
import { readAdvisories } from '../components/read-advisories.ts';
import { EXPLOITED_FILE, fileOf, LIBRARIES_FILE, textOf } from './read-sets.ts';

const MOST_BYTES = 2_000_000_000;
const LONGEST_MS = 900_000;

interface Errand {
  readonly http: HttpClient;
  readonly files: AdvisoryFiles;
  readonly sources: AdvisorySources;
}

/** Fetches a registry's advisories whole; what is there stays until the new file is read through. Throws ADVISORIES_INVALID and TARGET_*. */
export async function fetchEcosystem(errand: Errand, ecosystem: string): Promise<{ readonly read: number; readonly asOf: string | null }> {
  if (!/^[\w .+-]{1,60}$/.test(ecosystem))
    throw new ShopbellError('INPUT_INVALID', { reason: `“${ecosystem.slice(0, 80)}” is no registry` });
  const url = `${named(errand.sources.osv)}/${encodeURIComponent(ecosystem)}/all.zip`;
  return fetchFile(errand, url, fileOf(ecosystem), async (draft) => {
    const { read, asOf, ecosystems } = await readAdvisories(draft.read(), new Set(), url);
    if (!ecosystems.includes(ecosystem))
      throw new ShopbellError('ADVISORIES_INVALID', { path: url, reason: `it says nothing of ${ecosystem}` });
    return { read, asOf };
  });
}

/** Fetches the catalogue of known exploited holes, in the same way. */
export async function fetchExploited(errand: Errand): Promise<{ readonly read: number; readonly asOf: string }> {
  const url = named(errand.sources.exploited);
  return fetchFile(errand, url, EXPLOITED_FILE, async (draft) => {
    const { holes, asOf } = readExploited(await textOf(draft.read()), url);
    return { read: holes.size, asOf };
  });
}

/** Fetches the known holes of front-end libraries, in the same way. `read`: how many libraries. */
export async function fetchLibraries(errand: Errand): Promise<{ readonly read: number }> {
  const url = named(errand.sources.libraries);
  return fetchFile(errand, url, LIBRARIES_FILE, async (draft) => {
    const { libraries } = convertRetire(await textOf(draft.read()), { asOf: '2000-01-01', taken: url, path: url });
    return { read: libraries.length };
  });
}

function named(source: string | null): string {
  if (source === null) throw new ShopbellError('INPUT_INVALID', { reason: 'no address is named from which this is fetched' });
  return source;
}

async function fetchFile<T>({ http, files, sources }: Errand, url: string, name: string, check: (draft: AdvisoryDraft) => Promise<T>) {
  const draft = await files.draft(name);
  try {
    const limits = { maxBytes: MOST_BYTES, timeoutMs: LONGEST_MS, requireTrusted: true, allowPrivate: sources.allowPrivate };
    const { status, truncated } = await http.request({ url, into: draft.path, ...limits });
    if (status !== 200) throw new ShopbellError('ADVISORIES_INVALID', { path: url, reason: `the server answered ${status}` });
    if (truncated)
      throw new ShopbellError('ADVISORIES_INVALID', { path: url, reason: `it is larger than ${MOST_BYTES} bytes, or cut off` });
    const result = await check(draft);
    await draft.keep();
    return result;
  } finally {
    await draft.drop();
  }
}
