import { readAnyDate } from '../formats/scan-date.ts';
import { type Json, parseObject } from '../formats/scan-json.ts';
import type { EventItem } from './make-event-rows.ts';

const OWN = new Set([
  'at',
  'time',
  'timestamp',
  '@timestamp',
  'event',
  'name',
  'event.name',
  'attributes',
  'severity',
  'level',
  'service',
  'body',
  'message',
]);

/** Lines of NDJSON, each an event or the reason why not; blank lines are left out. */
export function readNdjson(text: string): (EventItem | string)[] {
  const items: (EventItem | string)[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const entry = parseObject(line);
    items.push(entry === null ? 'not JSON' : toItem(entry));
  }
  return items;
}

function toItem(entry: Json): EventItem {
  const named = entry.event ?? entry['event.name'] ?? entry.name;
  const name = typeof named === 'string' && /^[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+$/.test(named) ? named : '';
  const inner = entry.attributes;
  const rest = Object.entries(entry).filter(([key]) => name === '' || !OWN.has(key));
  const at = readAnyDate(entry.at ?? entry.time ?? entry.timestamp ?? entry['@timestamp']);
  return {
    at: Number.isNaN(at) ? null : at,
    name,
    severity: word(entry.severity ?? entry.level),
    service: word(entry.service),
    traceId: '',
    attributes: { ...Object.fromEntries(rest), ...(typeof inner === 'object' && inner !== null && name !== '' ? inner : {}) },
    body: word(entry.body ?? entry.message),
  };
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
