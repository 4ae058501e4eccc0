import type { ValueTest } from './values/compile-value.ts';

/** What a rule asks, as data: it is matched, explained, and searched for texts that must be there. */
export type Test =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Test[] }
  | { readonly kind: 'not'; readonly part: Test }
  | { readonly kind: 'selection'; readonly name: string; readonly part: Test }
  /** `key` is the field with its modifiers as it was written, `field` its name in lower case. */
  | { readonly kind: 'field'; readonly key: string; readonly field: string; readonly value: ValueTest }
  | { readonly kind: 'keyword'; readonly value: ValueTest };

export function allOf(parts: readonly Test[]): Test {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'all', parts };
}

export function anyOf(parts: readonly Test[]): Test {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind: 'any', parts };
}
