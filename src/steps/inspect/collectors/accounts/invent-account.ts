import type { Outside } from '../collect-options.ts';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz';

/** An address that nobody has (`example.org` is reserved), as long as the owner’s, so that an echo of it makes no answer longer. */
export function inventAddress(random: Outside['random'], like: string): string {
  const length = Math.max(6, like.length - '@example.org'.length);
  return `${letters(random, length)}@example.org`;
}

/** A password that is certainly wrong, with everything that rules ask for. */
export function inventPassword(random: Outside['random']): string {
  return `Wrong-${letters(random, 12)}-7`;
}

function letters(random: Outside['random'], length: number): string {
  return [...random.bytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
