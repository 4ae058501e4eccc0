import { createHash } from 'node:crypto';
import type { Ctx } from '#engines/verb.ts';
import { canonical } from '#kernel/event.ts';
import type { Notice } from './checks/notice.ts';
import { noticeDrafted } from './events.ts';
import { type NoticeRow, tellTables } from './store.ts';

/** Stores a text as the notice's next version and records its hash. */
export async function addNoticeVersion(ctx: Ctx, row: NoticeRow, content: Notice, writtenBy: string): Promise<number> {
  const version = row.version + 1;
  const hash = createHash('sha256').update(canonical(content)).digest('hex');
  await tellTables(ctx.db)
    .insertInto('notice_versions')
    .values({ org_id: ctx.org, notice_id: row.id, version, content: JSON.stringify(content), hash, written_by: writtenBy, at: ctx.now })
    .execute();
  await tellTables(ctx.db).updateTable('notices').set({ version }).where('id', '=', row.id).execute();
  const what = { notice: row.id, case: row.case_id, incident: row.incident_id };
  await ctx.record(noticeDrafted, { ...what, version, language: content.language, hash }, row.id);
  return version;
}
