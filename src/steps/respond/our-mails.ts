import { ORG_HEADER } from '#engines/mail/org-header.ts';
import type { CaughtMail } from '#engines/mail/types.ts';
import type { OrgId } from '#kernel/ids.ts';

/** How many of the newest mails are looked through. */
export const READ_BACK = 500;

/** Whether a caught mail was sent by this organisation. A mail that does not say is shown to nobody. */
export function isOurs(mail: CaughtMail, org: OrgId): boolean {
  return mail.headers[ORG_HEADER.toLowerCase()] === org;
}
