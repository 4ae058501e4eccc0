import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import { idShape } from '#kernel/shapes.ts';
import { billChecks } from '../bills/bill-checks.ts';
import { readBill, readCurrentBills } from '../bills/read-bills.ts';
import type { SbomCounts } from '../bills/tables.ts';
import { endsOf, holesOf, isSettled, keyOf } from '../bills/weaknesses-of.ts';
import type { Weakness } from '../checks/check.ts';
import { type SbomReport, sbomReportShape } from '../components/sbom-shape.ts';
import { findingGone, sbomJudged } from '../events.ts';
import { openFinding } from '../open-finding.ts';
import { inspectTables } from '../store.ts';

/** Findings that one bill opens, the gravest; the bill's page has all. */
const MOST_FINDINGS = 300;

/**
 * Keeps how a bill of materials compares with what is known today. Of the newest of its part it opens, reopens and closes findings: what was
 * not compared closes none. Throws NOT_FOUND.
 */
export const noteJudgedBill = defineVerb({
  name: 'inspect.note-judged-bill',
  permission: 'machine',
  effect: 'writes',
  input: z.object({ sbom: idShape('sbom'), report: sbomReportShape }),
  run: async (ctx, { sbom, report }) => {
    const bill = await readBill(ctx.db, ctx.org, sbom);
    const counts = countsOf(report);
    await inspectTables(ctx.db)
      .updateTable('inspect_sboms')
      .set({ judged_at: new Date(report.judgedAt), report: JSON.stringify(report), counts: JSON.stringify(counts) })
      .where('org_id', '=', ctx.org)
      .where('sbom_id', '=', sbom)
      .execute();
    const current = await readCurrentBills(ctx.db, ctx.org);
    if (current.some((one) => one.sbom_id === sbom)) await keepFindings(ctx, bill.shop_id, bill.system, report);
    const isSame = Object.entries(counts).every(([name, value]) => bill.counts !== null && Reflect.get(bill.counts, name) === value);
    if (isSame) return asUnchanged({ counts });
    await ctx.record(sbomJudged, { sbom, shop: bill.shop_id, system: bill.system, ...counts }, bill.shop_id);
    return { counts };
  },
});

function countsOf({ holes, ends, unknown, compared, components }: SbomReport): SbomCounts {
  const exploited = holes.filter(({ exploitedSince }) => exploitedSince !== null).length;
  const ended = ends.filter((end) => end.ended).length;
  return { components, compared, holes: holes.length, exploited, ends: ends.length, ended, unknown: unknown.length };
}

async function keepFindings(ctx: Ctx, shop: ShopId, system: string, report: SbomReport): Promise<void> {
  const seen = [
    { check: billChecks.holes, weaknesses: holesOf(report, system) },
    { check: billChecks.ends, weaknesses: endsOf(report, system) },
  ];
  for (const { check, weaknesses } of seen) {
    const gravest = [...weaknesses].sort((a, b) => compareSeverity(b.severity, a.severity)).slice(0, MOST_FINDINGS);
    for (const weakness of gravest) await openFinding(ctx, shop, check, weakness);
    await closeGone(ctx, { shop, check: check.id, system, report, weaknesses });
  }
}

interface Closing {
  readonly shop: ShopId;
  readonly check: string;
  readonly system: string;
  readonly report: SbomReport;
  readonly weaknesses: readonly Weakness[];
}

async function closeGone(ctx: Ctx, { shop, check, system, report, weaknesses }: Closing): Promise<void> {
  const tables = inspectTables(ctx.db);
  const open = await tables
    .selectFrom('inspect_findings')
    .select(['finding_id', 'key'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('check_id', '=', check)
    .where('status', '=', 'open')
    .execute();
  const own = open.filter(({ key }) => key.startsWith(keyOf(system, '')));
  for (const { finding_id: finding, key } of own) {
    if (weaknesses.some((weakness) => weakness.key === key) || !isSettled(report, key)) continue;
    await tables
      .updateTable('inspect_findings')
      .set({ status: 'gone', gone_at: ctx.now })
      .where('org_id', '=', ctx.org)
      .where('finding_id', '=', finding)
      .execute();
    await ctx.record(findingGone, { finding, shop, check }, finding);
  }
}
