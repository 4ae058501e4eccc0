import type { Secrets } from '#engines/secrets/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { makeLetterCode, readLetterCode } from './checks/letter-code.ts';

/** A letter's code: derived from its id under the organisation's key, so that it is the same whenever the letter is sent again. */
export function codeOfLetter(secrets: Secrets, org: OrgId, letter: string): string {
  return makeLetterCode(Buffer.from(secrets.mac(org, 'letter-code', letter), 'base64url'));
}

/** What is stored of a code: enough to find its letter, useless to write one. `null` when it cannot be a code. */
export function hashOfCode(secrets: Secrets, org: OrgId, typed: string): string | null {
  const plain = readLetterCode(typed);
  return plain === null ? null : secrets.mac(org, 'letter-code-hash', plain);
}
