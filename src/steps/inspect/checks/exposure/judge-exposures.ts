import type { Exchange, Inspection, Probe } from '../../inspection.ts';
import { type ExposureEntry, markerPattern } from '../../tables.ts';
import { found, type Judgement, pass, unknown, type Weakness } from '../check.ts';

/**
 * Judges the names that were tried. A hit is a fact only when the content is what the name promises, it is not a page of
 * HTML where a file is expected, and a random name in the same folder does not answer the same.
 */
export function judgeExposures(inspection: Inspection, entries: readonly ExposureEntry[]): Judgement {
  const byId = new Map(inspection.exposures.map((probe) => [probe.id, probe]));
  const weaknesses: Weakness[] = [];
  const open: string[] = [];
  let tried = 0;
  for (const entry of entries) {
    const probe = byId.get(entry.id);
    const verdict = probe ? judgeProbe(entry, probe) : 'untried';
    if (verdict === 'untried' || verdict === 'unknown') open.push(entry.path);
    else tried += 1;
    if (verdict === 'exposed' && probe?.answer.kind === 'got') weaknesses.push(weaknessOf(entry, probe.answer.value));
  }
  if (weaknesses.length > 0) return found(weaknesses);
  if (open.length > 0) return unknown(`${open.length} of ${entries.length} names could not be tried: ${open.slice(0, 5).join(', ')}`);
  return pass(`${tried} names tried, none exposed`, 'request');
}

function judgeProbe(entry: ExposureEntry, probe: Probe): 'exposed' | 'hidden' | 'unknown' {
  const { answer, beside } = probe;
  if (answer.kind === 'unknown') return 'unknown';
  const { status } = answer.value;
  if (status === 429 || status >= 500) return 'unknown';
  if (status !== 200 && status !== 206) return 'hidden';
  if (!matches(entry, answer.value)) return 'hidden';
  if (beside === null || beside.kind === 'unknown') return 'unknown';
  return isSameAnswer(entry, beside.value) ? 'hidden' : 'exposed';
}

function matches(entry: ExposureEntry, exchange: Exchange): boolean {
  if (!entry.html && looksLikeHtml(exchange)) return false;
  if (new URL(exchange.finalUrl).pathname !== entry.path) return false;
  return entry.marker.some((marker) => markerPattern(marker).test(exchange.body));
}

/** A site that answers every name alike proves nothing by answering this one. */
function isSameAnswer(entry: ExposureEntry, beside: Exchange): boolean {
  return (beside.status === 200 || beside.status === 206) && entry.marker.some((marker) => markerPattern(marker).test(beside.body));
}

function looksLikeHtml(exchange: Exchange): boolean {
  return /^\s*(<!doctype html|<html|<head|<body)/i.test(exchange.body);
}

function weaknessOf(entry: ExposureEntry, exchange: Exchange): Weakness {
  const size = exchange.headers['content-range'] ?? exchange.headers['content-length'] ?? `${exchange.body.length} bytes read`;
  return {
    key: entry.path,
    severity: entry.severity,
    title: `Everybody can read ${entry.what}: ${entry.path}`,
    url: exchange.finalUrl,
    evidence: [
      {
        kind: 'request',
        text: `GET ${entry.path} answered ${exchange.status} (${exchange.headers['content-type'] ?? 'no content type'}, ${size}); its content is what the name says, and a random name beside it does not answer so`,
      },
    ],
  };
}
