import { getDomain, getDomainWithoutSuffix } from 'tldts';
import type { Exchange, Got } from './inspection.ts';
import { type ExposureEntry, markerPattern } from './tables.ts';

/** What fills the places of a path: the shop’s names and the day. */
export interface Place {
  /** Origin of the shop. */
  readonly target: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** The path of an entry for this shop and day; `null` when its place has nothing to say (a name where there is only an address). */
export function pathOf(entry: Pick<ExposureEntry, 'path'>, { target, startedAt }: Place): string | null {
  const host = new URL(target).hostname;
  const day = startedAt.slice(0, 10);
  const places: Readonly<Record<string, string | null>> = {
    ...{ host, domain: getDomain(host), name: getDomainWithoutSuffix(host) },
    ...{ date: day, compact: day.replaceAll('-', ''), year: day.slice(0, 4) },
  };
  const wanted = [...entry.path.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => places[place] ?? null);
  if (wanted.includes(null)) return null;
  if (entry.path.includes('{domain}') && places.domain === host) return null;
  return entry.path.replace(/\{(\w+)\}/g, (_whole, place: string) => places[place] ?? '');
}

/** The folder in which the shop’s home page lives (`/shop`), or null when that is the root. */
export function folderOf(home: Got<Exchange>): string | null {
  if (home.kind === 'unknown' || home.value.status >= 400) return null;
  const [, folder] = /^(\/[\w-]{1,40})(?:\/|$)/.exec(new URL(home.value.finalUrl).pathname) ?? [];
  // A folder of a language is no installation of its own.
  return folder === undefined || /^\/[a-z]{2}([-_][a-z]{2})?$/i.test(folder) || /\.\w+$/.test(folder) ? null : folder;
}

/** Whether an answer is what the name promises, so far as it can be told without looking at a neighbour. */
export function isAsPromised(entry: ExposureEntry, path: string, answer: Exchange): boolean {
  if (answer.status !== 200 && answer.status !== 206) return false;
  const asked = new URL(answer.finalUrl);
  if (`${asked.pathname}${asked.search}` !== path) return false;
  return shows(entry, path, answer);
}

/** Whether a text carries the marker of an entry; what the page only repeats of the address that was asked does not count. */
export function shows(entry: ExposureEntry, path: string, answer: Exchange): boolean {
  if (!entry.html && looksLikeHtml(answer)) return false;
  const body = withoutEcho(answer.body, path);
  return entry.marker.some((marker) => markerPattern(marker).test(body));
}

function withoutEcho(body: string, path: string): string {
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  const whole = body.replaceAll(path, '/•').replaceAll(encodeURIComponent(path), '/•');
  return last.length < 4 ? whole : whole.replaceAll(last, '•');
}

function looksLikeHtml({ body, headers }: Exchange): boolean {
  const start = body
    .replace(/^(\uFEFF|ï»¿)/, '')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .trimStart()
    .slice(0, 400);
  if (/^(<!doctype html|<html|<head|<body|<script|<meta|<title|<div)/i.test(start)) return true;
  if (/^<\?xml[^>]*>\s*<!doctype html/i.test(start)) return true;
  return /html/i.test(headers['content-type'] ?? '') && /^<[a-z!]/i.test(start);
}
