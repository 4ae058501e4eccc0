import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { respondTables } from './store.ts';
import { escalateUnanswered } from './verbs/escalate-unanswered.ts';

/** Looks for pages that nobody answered in time and pages the next contact. */
export async function escalateOverdue(house: House): Promise<void> {
  const now = house.clock.now();
  const overdue = await house.state.everywhere((db) =>
    respondTables(db)
      .selectFrom('pages')
      .select(['org_id', 'id'])
      .where('answer_by', 'is not', null)
      .where('answer_by', '<=', now)
      .where('escalated', '=', false)
      .orderBy('answer_by')
      .limit(100)
      .execute(),
  );
  for (const page of overdue) {
    await escalateUnanswered(
      { house, org: page.org_id as OrgId, actor: { kind: 'system', id: 'respond.pager', role: 'system' } },
      { page: page.id },
    );
  }
}
