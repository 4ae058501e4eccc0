import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { judgeInspection, type Report, sumUp } from '../checks/judge-inspection.ts';
import { findingGone, runFinished } from '../events.ts';
import type { Inspection } from '../inspection.ts';
import { keepAges } from '../inventory/domain-ages.ts';
import { keepInventory } from '../inventory/keep-inventory.ts';
import type { KeptSources } from '../inventory/keep-sources.ts';
import { openFinding } from '../open-finding.ts';
import { inspectTables, type KeptResult } from '../store.ts';

/** Judges what was collected, opens, reopens and closes findings, and keeps the result. Throws NOT_FOUND and CONFLICT. */
export const finishInspection = defineVerb({
  name: 'inspect.finish-inspection',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    run: idShape('run'),
    inspection: z.custom<Inspection>((value) => typeof value === 'object' && value !== null && 'schema' in value),
    artifact: z.string(),
    sources: z.custom<KeptSources>((value) => value instanceof Map).default(new Map()),
    pictures: z.array(z.object({ url: z.string(), artifact: z.string() })).default([]),
    elapsedMs: z.int(),
  }),
  run: async (ctx, input) => {
    const row = await inspectTables(ctx.db)
      .selectFrom('inspect_runs')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('run_id', '=', input.run)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'inspection' });
    if (row.finished_at !== null) throw new ShopbellError('CONFLICT', { reason: 'this inspection is finished already' });
    const report = judgeInspection(input.inspection);
    const counts = sumUp(report);
    await keepInventory(ctx, { shop: row.shop_id, run: input.run, sources: input.sources }, input.inspection);
    await keepAges(ctx, input.inspection);
    for (const result of report.results) {
      for (const weakness of result.weaknesses) await openFinding(ctx, row.shop_id, result.check, weakness);
    }
    await closeGone(ctx, row.shop_id, report);
    await inspectTables(ctx.db)
      .updateTable('inspect_runs')
      .set({
        finished_at: ctx.now,
        elapsed_ms: input.elapsedMs,
        ...counts,
        results: JSON.stringify(kept(report)),
        artifact: input.artifact,
        sent: JSON.stringify(input.inspection.accounts?.sent ?? []),
        ...(input.pictures.length === 0 ? {} : { pictures: JSON.stringify(input.pictures) }),
      })
      .where('org_id', '=', ctx.org)
      .where('run_id', '=', input.run)
      .execute();
    await ctx.record(runFinished, { run: input.run, shop: row.shop_id, url: row.url, counts }, row.shop_id);
    return { shop: row.shop_id, counts };
  },
});

/** A finding goes only when its check could look and did not see it: what is unknown or was not run closes nothing. */
async function closeGone(ctx: Ctx, shop: ShopId, report: Report): Promise<void> {
  const tables = inspectTables(ctx.db);
  const open = await tables
    .selectFrom('inspect_findings')
    .select(['finding_id', 'check_id', 'key'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('status', '=', 'open')
    .execute();
  for (const finding of open) {
    const result = report.results.find((item) => item.check.id === finding.check_id);
    if (result === undefined || result.outcome === 'unknown' || result.outcome === 'notApplicable') continue;
    if (result.weaknesses.some((weakness) => weakness.key === finding.key)) continue;
    await tables
      .updateTable('inspect_findings')
      .set({ status: 'gone', gone_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('finding_id', '=', finding.finding_id)
      .execute();
    await ctx.record(findingGone, { finding: finding.finding_id, shop, check: finding.check_id }, finding.finding_id);
  }
}

function kept(report: Report): KeptResult[] {
  return report.results.map(({ check, outcome, evidence }) => ({ check: check.id, outcome, text: evidence[0]?.text ?? '' }));
}
