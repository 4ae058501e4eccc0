import { isAsPromised, type Place, pathOf } from '../exposure-matching.ts';
import type { Exchange, Got, Probe } from '../inspection.ts';
import type { ExposureEntry } from '../tables.ts';
import type { Outside } from './collect-options.ts';
import type { Fetch } from './fetch-page.ts';

const SAMPLE = 3_072;
const AT_ONCE = 4;
const MOST_SILENT = 4;
const BINARY = ['PK\u0003\u0004', '\u001f\u008b', 'SQLite format 3', 'JAVA PROFILE', 'Rar!', '7z\u00bc', 'DIRC', 'b0VIM'];

interface Wish extends Place {
  /** Where the shop answers in the end: `target` may only lead there (to https, to www). */
  readonly origin?: string;
  readonly entries: readonly ExposureEntry[];
  /** The folder in which the shop lives, or null. */
  readonly folder: string | null;
  /** How long this may take, ms: what is left then is unknown. */
  readonly budgetMs: number;
}

/**
 * Tries each name, the well-known first, and beside every one that answers as its name promises a random one in the same folder with the
 * same ending. Several may wait for an answer at once; `fetch` keeps the pace.
 */
export async function collectExposures(
  outside: Pick<Outside, 'random' | 'clock'>,
  fetch: Fetch,
  { entries, folder, budgetMs, origin, ...place }: Wish,
): Promise<Probe[]> {
  const until = outside.clock.ticks() + budgetMs;
  const names = namesToTry(entries, folder, place);
  const probes = new Array<Probe>(names.length);
  const beside = new Map<string, Promise<Got<Exchange>>>();
  const ask = (path: string) =>
    fetch(`${origin ?? place.target}${path}`, {
      ...{ maxBytes: SAMPLE, maxRedirects: 0, as: 'latin1', timeoutMs: 6_000 },
      headers: { range: `bytes=0-${SAMPLE - 1}`, 'accept-encoding': 'identity' },
    });
  let silent = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < names.length; at = next++) {
      const name = names[at];
      if (name === undefined) return;
      // A site that stopped answering is not asked two hundred times more.
      const stop =
        silent >= MOST_SILENT ? 'the site had stopped answering' : outside.clock.ticks() > until ? 'there was no time left' : null;
      const answer: Got<Exchange> = stop === null ? await ask(name.path) : { kind: 'unknown', reason: stop };
      silent = answer.kind === 'unknown' ? silent + 1 : 0;
      const isHit = answer.kind === 'got' && isAsPromised(name.entry, name.path, answer.value);
      const neighbour = isHit ? await askBeside(name.path, outside.random, ask, beside) : null;
      probes[at] = { id: name.entry.id, ...(name.folder === '' ? {} : { folder: name.folder }), answer, beside: neighbour };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return probes;
}

function namesToTry(entries: readonly ExposureEntry[], folder: string | null, place: Place) {
  const first = [...entries].sort((a, b) => Number(b['well-known']) - Number(a['well-known']));
  return first.flatMap((entry) => {
    const path = pathOf(entry, place);
    if (path === null) return [];
    const root = { entry, path, folder: '' };
    const nested = folder !== null && entry['well-known'] && !entry['root-only'];
    return nested ? [root, { entry, path: `${folder}${path}`, folder }] : [root];
  });
}

function askBeside(
  path: string,
  random: Outside['random'],
  ask: (path: string) => Promise<Got<Exchange>>,
  known: Map<string, Promise<Got<Exchange>>>,
): Promise<Got<Exchange>> {
  const neighbour = randomNeighbour(path, random);
  const asked = known.get(neighbour.family) ?? ask(neighbour.path);
  known.set(neighbour.family, asked);
  return asked;
}

function randomNeighbour(path: string, random: Outside['random']): { readonly path: string; readonly family: string } {
  const name = Buffer.from(random.bytes(8)).toString('hex');
  const [plain = ''] = path.split('?');
  const slash = plain.replace(/\/$/, '').lastIndexOf('/');
  const folder = plain.slice(0, slash + 1);
  const file = plain.slice(slash + 1);
  if (file.endsWith('/')) return { path: `${folder}${name}/`, family: `${folder}/` };
  const dot = file.lastIndexOf('.');
  const ending = dot > 0 ? file.slice(dot) : '';
  const hidden = file.startsWith('.') ? '.' : '';
  return { path: `${folder}${hidden}${name}${ending}`, family: `${folder}${hidden}*${ending}` };
}

/** Takes what may be secret or personal out of a sample before it is kept: values, quoted texts, key bodies, addresses, binary. */
export function maskSample(entry: Pick<ExposureEntry, 'secret'>, body: string): string {
  if (!entry.secret) return body;
  if (BINARY.some((start) => body.startsWith(start))) return body.slice(0, 16);
  return body
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '•••@•••')
    .replace(/'[^'\n]*'/g, "'•••'")
    .replace(/^(\s*[\w.\- ]+\s*[=:]\s*).+$/gm, '$1•••')
    .replace(/^[A-Za-z0-9+/=]{40,}$/gm, '•••')
    .replace(/[\w$./+-]{24,}/g, '•••')
    .replace(/\d{6,}/g, '•••');
}
