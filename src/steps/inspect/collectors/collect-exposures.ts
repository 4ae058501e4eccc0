import type { Exchange, Got, Probe } from '../inspection.ts';
import type { ExposureEntry } from '../tables.ts';
import type { Outside } from './collect-options.ts';
import type { Fetch } from './fetch-page.ts';

const SAMPLE = 3_072;
const BINARY = ['PK\u0003\u0004', '\u001f\u008b', 'SQLite format 3', 'JAVA PROFILE'];

/** Tries each name, and beside every name that answers, a random one in the same folder with the same ending. */
export async function collectExposures(
  random: Outside['random'],
  fetch: Fetch,
  origin: string,
  entries: readonly ExposureEntry[],
): Promise<Probe[]> {
  const beside = new Map<string, Promise<Got<Exchange>>>();
  const probes: Probe[] = [];
  const ask = (path: string) =>
    fetch(`${origin}${path}`, {
      maxBytes: SAMPLE,
      maxRedirects: 0,
      as: 'latin1',
      headers: { range: `bytes=0-${SAMPLE - 1}`, 'accept-encoding': 'identity' },
    });
  let silent = 0;
  for (const entry of entries) {
    // A site that stopped answering is not asked sixty times more.
    const answer: Got<Exchange> = silent >= 3 ? { kind: 'unknown', reason: 'the site had stopped answering' } : await ask(entry.path);
    silent = answer.kind === 'unknown' ? silent + 1 : 0;
    const answered = answer.kind === 'got' && answer.value.status >= 200 && answer.value.status < 300;
    let neighbour: Got<Exchange> | null = null;
    if (answered) {
      const path = randomNeighbour(entry.path, random);
      const family = path.family;
      const asked = beside.get(family) ?? ask(path.path);
      beside.set(family, asked);
      neighbour = await asked;
    }
    probes.push({ id: entry.id, answer, beside: neighbour });
  }
  return probes;
}

function randomNeighbour(path: string, random: Outside['random']): { readonly path: string; readonly family: string } {
  const name = Buffer.from(random.bytes(8)).toString('hex');
  const slash = path.replace(/\/$/, '').lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const file = path.slice(slash + 1);
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
