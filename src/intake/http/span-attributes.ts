import { redactField } from '../redact/redact-query.ts';
import { redactTarget } from '../redact/redact-target.ts';
import { redactText } from '../redact/redact-text.ts';
import { localKeys } from '../seal-keys.ts';
import { type Sighted, sightTarget, sightText } from '../sightings/sight.ts';
import { remember } from '../wire/remember.ts';
import type { EventContext } from './make-event-rows.ts';

/** Who was signed in and what was carried in headers is nobody's business in a trace. */
const NEVER = /^(enduser|user)\.|\.header\.(cookie|set-cookie|authorization|proxy-authorization|x-api-key)|^thread\.|^process\.command/i;
const STATEMENTS = new Set(['db.statement', 'db.query.text']);
const TARGETS = new Set(['url.full', 'http.url', 'http.target', 'url.path', 'url.query']);
const NETWORK = /^(server|net|network|source|destination)\./;
export const MOST_ATTRIBUTES = 60;

// The same names and values come with nearly every span: to look through them again would be most of the work.
/** Whether an attribute may be stored at all. */
export const isKept = remember((name) => !NEVER.test(name));
export const cleanName = remember((name) => redactText(name.slice(0, 100)));
/** What held somebody's data is not remembered. */
const bare = { keep: (made: unknown, pair: string) => made === pair.slice(pair.indexOf('\0') + 1) };
/** A text of an attribute as it may be stored; asked as `name\0value`. */
export const cleanValue = remember((pair): unknown => {
  const end = pair.indexOf('\0');
  return keptValue(pair.slice(0, end), pair.slice(end + 1));
}, bare);
export const cleanText = remember(redactText, { keep: (made, text) => made === text });

/** A value of an attribute as it may be stored. */
export function keptValue(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return redactField(name, value);
  if (STATEMENTS.has(name)) return redactText(withoutValues(value));
  if (TARGETS.has(name)) return redactTarget(name === 'url.query' ? `?${value.replace(/^\?/, '')}` : value);
  // A machine's address is nobody's home.
  return NETWORK.test(name) ? redactText(value.slice(0, 200)) : redactField(name, value.slice(0, 1000));
}

/** A statement without what it asks for: texts and numbers become `?`. */
export function withoutValues(statement: string): string {
  return statement
    .slice(0, 4000)
    .replace(/'(?:[^'\\]|''|\\.)*'?/g, '?')
    .replace(/\$([A-Za-z_]*)\$[\s\S]*?\$\1\$/g, '?')
    .replace(/(?<![\w.$])\d[\d.eE]*\b/g, '?')
    .replace(/\?(\s*,\s*\?)+/g, '?')
    .slice(0, 1000);
}

/** Whether anything in a text, under its name, may be somebody's; of most there is nothing, whoever's keys it would be hashed with. */
export const isBare = remember(
  (pair) => {
    const end = pair.indexOf('\0');
    const [key, value] = [pair.slice(0, end), pair.slice(end + 1)];
    return sightAttribute(noKeys, key, value).length === 0;
  },
  { keep: (isNothing) => isNothing },
);
const noKeys = localKeys(new Uint8Array(32));

/** Personal data in a text of an attribute. */
export function sightAttribute(keys: EventContext['keys'], key: string, value: string): readonly Sighted[] {
  return TARGETS.has(key) ? sightTarget(keys, value.replace(/^https?:\/\/[^/]*/i, '')) : sightText(keys, '', key, value);
}
