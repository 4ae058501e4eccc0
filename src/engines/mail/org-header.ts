import type { OrgId } from '#kernel/ids.ts';
import type { Mailer } from './types.ts';

/** Carries the organisation of a mail, so that the one local mailbox shows each organisation its own. */
export const ORG_HEADER = 'X-Shopbell-Org';

/** The header for the local mailbox; nothing for a real server, since it would tell every reader an inner id. */
export function orgHeader(mode: Mailer['mode'], org: OrgId | string): Readonly<Record<string, string>> {
  return mode === 'local' ? { [ORG_HEADER]: org } : {};
}
