import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '#engines/secrets/types.ts';
import { isId, type OrgId, type SourceId } from '#kernel/ids.ts';

/** The part of a source's public address that cannot be guessed. It lets whoever has it send reports to this source, and nothing else. */
export function reportToken(secrets: Pick<Secrets, 'mac'>, org: OrgId, source: SourceId): string {
  return `${org}.${source}.${secrets.mac(org, 'intake.reports', source).slice(0, 22)}`;
}

/** For whom a presented address was made, or null. */
export function readReportToken(secrets: Pick<Secrets, 'mac'>, token: string): { readonly org: OrgId; readonly source: SourceId } | null {
  const [org, source, mac, more] = token.split('.');
  if (!isId('org', org) || !isId('src', source) || mac === undefined || more !== undefined) return null;
  const [right, given] = [Buffer.from(reportToken(secrets, org, source)), Buffer.from(token)];
  return right.length === given.length && timingSafeEqual(right, given) ? { org, source } : null;
}
