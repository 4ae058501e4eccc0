/** What is hashed with a key, and under which purpose: whoever looks for a value must ask with exactly the same two. */
export interface Hashed {
  readonly purpose: string;
  readonly text: string;
}

/** What somebody typed as their name when they signed in. */
export function triedName(name: string): Hashed {
  return { purpose: 'tried', text: name.trim().toLowerCase() };
}

const SECRETS = new Set(['password', 'token']);

/** A value of personal data or a secret that stood where none belongs. Spelling, blanks and punctuation make no difference, except in secrets. */
export function sightedValue(kind: string, value: string): Hashed {
  const plain = SECRETS.has(kind) ? value : value.toLowerCase().replace(/[\s().+-]/g, '');
  return { purpose: 'sighting', text: `${kind}\n${plain}` };
}
