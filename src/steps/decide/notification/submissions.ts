import { createHash } from 'node:crypto';
import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { canonical } from '#kernel/event.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { type NotificationFile, notificationShape } from './notification-shape.ts';
import { notificationTables, type SubmissionRow } from './notification-tables.ts';

/** What was submitted about a case, oldest first, still sealed. */
export async function listSubmissions(db: Tx, id: CaseId): Promise<SubmissionRow[]> {
  return notificationTables(db).selectFrom('case_submissions').selectAll().where('case_id', '=', id).orderBy('number').execute();
}

/** The SHA-256 of a notification's canonical JSON, 64 hex digits. Pure. */
export function hashOfFile(file: NotificationFile): string {
  return createHash('sha256').update(canonical(file)).digest('hex');
}

/** Opens exactly what was submitted. CONFLICT when it is no longer what its hash says. */
export function openSubmission(house: Pick<House, 'secrets'>, org: OrgId, row: SubmissionRow): NotificationFile {
  const file = notificationShape.parse(JSON.parse(house.secrets.open(org, row.snapshot, 'tell-authority')));
  if (hashOfFile(file) !== row.sha256) throw new ShopbellError('CONFLICT', { reason: 'the submission is not what its hash says' });
  return file;
}
