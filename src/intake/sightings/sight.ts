import { sightedValue } from '#kernel/hashed.ts';
import { findPersonalData, mayHoldPersonalData } from '#personal-data/index.ts';
import { decodeAll, redactText } from '../redact/redact-text.ts';
import type { SealKeys } from '../seal-keys.ts';

/** Personal data or a secret in a place where none belongs: what and where; the value only as a keyed hash. */
export interface Sighted {
  readonly kind: string;
  /** `path`, `query.email`, `body`, `attributes.note`. */
  readonly field: string;
  readonly hash: string;
  readonly confidence: number;
}

const NOTHING: readonly Sighted[] = [];
/** Longer texts are looked at only so far. */
const MOST = 8192;

/** What stands in a named text, decoded before. The name counts as a word around the value: `phone=…`. */
export function sightText(keys: SealKeys, field: string, name: string, text: string): readonly Sighted[] {
  const cut = text.slice(0, MOST);
  const lead = name === '' ? '' : `${name}=`;
  const found = findPersonalData(lead + cut).filter((one) => one.from >= lead.length);
  if (found.length === 0) return NOTHING;
  return found.map(({ kind, from, to, confidence }) => {
    const value = cut.slice(from - lead.length, to - lead.length);
    const { purpose, text: plain } = sightedValue(kind, value);
    return { kind, field, hash: keys.mac(purpose, plain), confidence };
  });
}

/** What stands in the path and the parameters of a request's target. */
export function sightTarget(keys: SealKeys, target: string): readonly Sighted[] {
  // Most targets hold nothing that is worth taking them apart.
  if (!target.includes('%') && !mayHoldPersonalData(target)) return NOTHING;
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const sighted: Sighted[] = [...sightText(keys, 'path', '', decodeAll(path.slice(0, MOST)))];
  for (const pair of mark < 0 ? [] : target.slice(mark + 1, mark + 1 + MOST).split('&', 100)) {
    const equals = pair.indexOf('=');
    if (equals <= 0) continue;
    const name = decodeAll(pair.slice(0, equals)).slice(0, 60);
    const value = decodeAll(pair.slice(equals + 1).replaceAll('+', ' '));
    // A blank in front of a number is how a plus sign looks once it is decoded.
    const seen = sightText(keys, '', name, value.replace(/^ (?=\d)/, '+'));
    for (const one of seen) sighted.push({ ...one, field: `query.${redactText(name)}` });
  }
  return sighted;
}
