import { folderOf, isAsPromised, pathOf, shows } from '../../exposure-matching.ts';
import type { Exchange, Inspection, Probe } from '../../inspection.ts';
import type { ExposureEntry } from '../../tables.ts';
import { found, type Judgement, pass, unknown, type Weakness } from '../check.ts';

/**
 * Judges the names that were tried. A hit is a fact only when the content is what the name promises (not what a page repeats of the
 * address), it is not a page of HTML where a file is expected, and a random name in the same folder does not answer the same.
 */
export function judgeExposures(inspection: Inspection, entries: readonly ExposureEntry[]): Judgement {
  const folder = folderOf(inspection.home);
  const weaknesses: Weakness[] = [];
  const open: string[] = [];
  let tried = 0;
  for (const { entry, path, probe, base } of placesOf(inspection, entries, folder)) {
    const verdict = probe ? judgeProbe(entry, path, probe) : 'unknown';
    if (verdict === 'unknown') open.push(path);
    else tried += 1;
    if (verdict === 'exposed' && probe?.answer.kind === 'got') weaknesses.push(weaknessOf(entry, base, path, probe.answer.value));
  }
  if (weaknesses.length > 0) return found(weaknesses);
  if (open.length > 0) return unknown(`${open.length} of ${open.length + tried} names could not be tried: ${open.slice(0, 5).join(', ')}`);
  return pass(`${tried} names tried, none exposed`, 'request');
}

function placesOf(inspection: Inspection, entries: readonly ExposureEntry[], folder: string | null) {
  const probes = new Map(inspection.exposures.map((probe) => [`${probe.folder ?? ''} ${probe.id}`, probe]));
  return entries.flatMap((entry) => {
    const path = pathOf(entry, inspection);
    if (path === null) return [];
    const root = { entry, path, probe: probes.get(` ${entry.id}`), base: '' };
    const nested = folder !== null && entry['well-known'] && !entry['root-only'];
    return nested ? [root, { entry, path: `${folder}${path}`, probe: probes.get(`${folder} ${entry.id}`), base: folder }] : [root];
  });
}

function judgeProbe(entry: ExposureEntry, path: string, { answer, beside }: Probe): 'exposed' | 'hidden' | 'unknown' {
  if (answer.kind === 'unknown') return 'unknown';
  const { status } = answer.value;
  if (status === 429 || status >= 500) return 'unknown';
  // Packed in a way that cannot be unpacked: nothing of it was read.
  if (status < 300 && answer.value.truncated && answer.value.body === '') return 'unknown';
  if (leadsElsewhere(path, answer.value)) return 'unknown';
  if (!isAsPromised(entry, path, answer.value)) return 'hidden';
  if (beside === null || beside.kind === 'unknown') return 'unknown';
  return isSameAnswer(entry, beside.value) ? 'hidden' : 'exposed';
}

/** Every name leads to the same name at another host: what lies there was not tried. */
function leadsElsewhere(path: string, { status, headers, finalUrl }: Exchange): boolean {
  if (status < 300 || status >= 400) return false;
  const to = URL.parse(headers.location ?? '', finalUrl);
  return to !== null && to.origin !== new URL(finalUrl).origin && `${to.pathname}${to.search}` === path;
}

/** A site that answers every name alike proves nothing by answering this one. */
function isSameAnswer(entry: ExposureEntry, beside: Exchange): boolean {
  return (beside.status === 200 || beside.status === 206) && shows(entry, new URL(beside.url).pathname, beside);
}

const sentences: Readonly<Record<ExposureEntry['as'], (what: string) => string>> = {
  file: (what) => `Everybody can read ${what}`,
  page: (what) => `Open to everybody: ${what}`,
  panel: (what) => `The whole world can reach ${what}`,
};

function weaknessOf(entry: ExposureEntry, base: string, path: string, exchange: Exchange): Weakness {
  const size = exchange.headers['content-range'] ?? exchange.headers['content-length'] ?? `${exchange.body.length} bytes read`;
  return {
    key: `${base}${entry.path}`,
    severity: entry.severity,
    title: `${sentences[entry.as](entry.what)}: ${path}`,
    url: exchange.finalUrl,
    evidence: [
      {
        kind: 'request',
        text: `GET ${path} answered ${exchange.status} (${exchange.headers['content-type'] ?? 'no content type'}, ${size}); its content is what the name says, and a random name beside it does not answer so`,
      },
    ],
  };
}
