import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#engines/secrets/types.ts';
import { isId, type OrgId, type SourceId } from '#kernel/ids.ts';

/** What tokens are made for: one of a kind is no good for another. */
export type TokenPurpose = 'intake.reports' | 'intake.syslog';

interface Named {
  readonly org: OrgId;
  readonly source: SourceId;
}

/** A text that names a source and cannot be guessed. It lets whoever has it send to this source, and nothing else. */
export function sourceToken(secrets: Pick<Secrets, 'mac'>, purpose: TokenPurpose, { org, source }: Named): string {
  return `${org}.${source}.${secrets.mac(org, purpose, source).slice(0, 22)}`;
}

/** For whom a presented token was made, or null. */
export function readSourceToken(secrets: Pick<Secrets, 'mac'>, purpose: TokenPurpose, token: string): Named | null {
  const [org, source, mac, more] = token.split('.');
  if (!isId('org', org) || !isId('src', source) || mac === undefined || more !== undefined) return null;
  const [right, given] = [Buffer.from(sourceToken(secrets, purpose, { org, source })), Buffer.from(token)];
  return right.length === given.length && timingSafeEqual(right, given) ? { org, source } : null;
}
