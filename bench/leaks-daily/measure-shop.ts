import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeLogs } from '#cli/scan/store-logs.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { loadDataMap, localKeys } from '#intake/index.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { isSameCampaign, joinSelections } from '#steps/detect/checks/join-findings.ts';
import { detectInArea, type Finding, nothingKnown, readUsual } from '#steps/detect/index.ts';
import { tableOf, whereSelected } from '#steps/detect/select-rows.ts';
import { makeShop, type ShopPlan, WEEK_BEGINS } from './make-shop.ts';
import type { Leak } from './types.ts';
import { writeLine } from './write-line.ts';

/** A signal as the bench sees it: how many of its lines belong to which leak. 0: ordinary traffic, -1: scanners. */
export interface MeasuredSignal {
  readonly finding: Finding;
  readonly linesOf: ReadonlyMap<number, number>;
}

export interface MeasuredShop {
  readonly plan: ShopPlan;
  readonly lines: number;
  readonly leaks: readonly Leak[];
  readonly signals: readonly MeasuredSignal[];
  readonly seconds: number;
}

const SHOP = 'shop';

/**
 * Lives through two weeks of a shop as a running Shopbell would, a day at a time: a day's lines are stored, then every rule looks at this
 * day with what the seven days before tell as usual; nothing of a later day is known. Signals of the second week count.
 * What belongs together for production (checks/join-findings.ts) is one signal here too.
 */
export async function measureShop(plan: ShopPlan): Promise<MeasuredShop> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-leaks-'));
  const telemetry = await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null, partition: 'none' });
  const org = makeId('org', 1, new Uint8Array(16));
  const shop = makeShop(plan);
  const work = { telemetry, org, shop: SHOP, map: await loadDataMap(plan.platform), keys: localKeys(randomBytes(32)) };
  const labels = new Map<string, Int8Array>();
  let findings: Finding[] = [];
  let lines = 0;
  try {
    for (const day of shop.days) {
      const hits = shop.hitsOf(day);
      const path = join(folder, `${new Date(day.start).toISOString().slice(0, 10)}.log`);
      writeFileSync(path, hits.map((hit) => writeLine(hit, plan.fields)).join(''));
      labels.set(
        path,
        Int8Array.from(hits, (hit) => hit.leak),
      );
      lines += hits.length;
      await storeLogs({ ...work, files: [path], since: null, until: null, progress: () => undefined });
      if (day.start < WEEK_BEGINS) continue;
      const usual = await readUsual(telemetry, org, SHOP, { from: new Date(day.start - 7 * DAY), to: new Date(day.start) });
      const span = { from: new Date(day.start), to: new Date(day.start + DAY - 1) };
      findings = joined(findings, await detectInArea({ telemetry, org, shop: SHOP, span, usual, knowledge: nothingKnown }));
    }
    const signals: MeasuredSignal[] = [];
    for (const finding of findings) signals.push({ finding, linesOf: await linesOf(telemetry, org, finding, labels) });
    return { plan, lines, leaks: shop.leaks, signals, seconds: (performance.now() - started) / 1000 };
  } finally {
    await telemetry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is found again on the next day is joined with what was known. */
function joined(known: readonly Finding[], found: readonly Finding[]): Finding[] {
  const all = [...known];
  for (const one of found) {
    const nth = all.findIndex((other) => isSameCampaign(other, one));
    const before = all[nth];
    if (before === undefined) all.push(one);
    else all[nth] = { ...one, selection: joinSelections(before.selection, one.selection) };
  }
  return all;
}

async function linesOf(
  telemetry: Telemetry,
  org: OrgId,
  finding: Finding,
  labels: ReadonlyMap<string, Int8Array>,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const { where, params } = whereSelected(SHOP, finding.selection);
  const rows = await telemetry.query<{ file: string; line: number }>(
    org,
    `select file_id as file, file_offset as line from ${tableOf(finding.selection)} where ${where}`,
    params,
  );
  for (const row of rows) {
    const leak = labels.get(row.file)?.[row.line - 1] ?? 0;
    counts.set(leak, (counts.get(leak) ?? 0) + 1);
  }
  return counts;
}
