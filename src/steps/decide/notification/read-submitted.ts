import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { compareNotifications } from './compare-notifications.ts';
import { listSubmissions, openSubmission } from './submissions.ts';
import type { Submitted } from './submit-cards.tsx';

/** What was submitted about a case, oldest first, each opened and compared with the one to the same authority before it. */
export async function readSubmitted(house: Pick<House, 'secrets'>, db: Tx, org: OrgId, id: CaseId): Promise<Submitted[]> {
  const opened = (await listSubmissions(db, id)).map((row) => ({ row, file: openSubmission(house, org, row) }));
  return opened.map(({ row, file }, index) => {
    const before = opened.slice(0, index).findLast((one) => one.row.authority === row.authority);
    return { row, file, changes: before === undefined ? null : compareNotifications(before.file, file) };
  });
}
