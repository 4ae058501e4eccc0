import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRuleFolder } from '#engines/data/rule-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { loadDataMap, localKeys } from '#intake/index.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { compareSeverity } from '#kernel/outcome.ts';
import type { RuleSet } from '#sigma/index.ts';
import {
  type Affected,
  assessAffected,
  composeRules,
  detectInArea,
  type Finding,
  isUntold,
  nothingKnown,
  readUsual,
  relianceOn,
  titleOf,
} from '#steps/detect/index.ts';
import { listRecords, type TouchedId } from './list-records.ts';
import { type Stored, storeLogs } from './store-logs.ts';

export interface ScanOptions {
  readonly files: readonly string[];
  readonly dataMap: string;
  /** Folder or file with Sigma rules beside the bundled ones. */
  readonly rules: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  /** Of times that name no zone, an IANA name; UTC unless told. */
  readonly zone?: string;
  progress(lines: number): void;
}

export interface ScannedSignal extends Finding {
  readonly id: string;
  readonly title: string;
  readonly records: readonly TouchedId[];
}

export interface ScanResult {
  readonly stored: Stored;
  /** The rules of `--rules`: what can be used and what cannot; `null` without it. */
  readonly rules: RuleSet | null;
  readonly signals: readonly ScannedSignal[];
  /** Of all signals, each once. */
  readonly records: readonly TouchedId[];
  readonly affected: Affected;
  readonly cpuSeconds: { readonly total: number; readonly store: number; readonly detect: number };
  readonly elapsedMs: number;
}

const SHOP = 'shop';

/** Reads logs into a temporary ClickHouse folder, runs every rule over them, and lists whose records were touched. */
export async function runScan(options: ScanOptions): Promise<ScanResult> {
  const started = performance.now();
  const files = options.rules === null ? null : await readRuleFolder(options.rules);
  const rules = files === null ? null : composeRules(files, new Map());
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-scan-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean);
  try {
    return await scanInto(folder, options, rules, started);
  } finally {
    clean();
    process.removeListener('exit', clean);
  }
}

async function scanInto(folder: string, options: ScanOptions, rules: RuleSet | null, started: number): Promise<ScanResult> {
  const map = await loadDataMap(options.dataMap);
  const telemetry = await openTelemetry({ path: folder, retentionDays: null, partition: 'none' });
  try {
    const org = makeId('org', Date.now(), randomBytes(16));
    const keys = localKeys(randomBytes(32));
    const stored = await storeLogs({ ...options, telemetry, org, shop: SHOP, map, keys });
    const afterStore = cpuSeconds();
    const findings = await detect(telemetry, org, stored, rules);
    const place = { telemetry, org, shop: SHOP, keys };
    const signals: ScannedSignal[] = [];
    for (const finding of findings) {
      const records = await listRecords(place, [finding]);
      signals.push({ ...finding, id: `signal-${signals.length + 1}`, title: titleOf(finding), records });
    }
    const records = await listRecords(place, findings);
    const counted = await countPeople(place, stored.span?.to ?? new Date(), findings);
    // Nobody knows what stood in the part that is missing, or in tables that nobody described.
    const isWhole = stored.broken.length === 0 && stored.undescribed.size === 0;
    const people = isWhole ? counted.people : { ...counted.people, atMost: null };
    const affected = { ...counted, people, reasons: [...counted.reasons, ...reasonsOfTables(stored)] };
    const total = cpuSeconds();
    return {
      stored,
      rules,
      signals,
      records,
      affected,
      cpuSeconds: { total, store: afterStore, detect: total - afterStore },
      elapsedMs: Math.round(performance.now() - started),
    };
  } finally {
    await telemetry.close();
  }
}

/** Tries that every site sees, and of which no answer says that they worked, leave the bounds alone; how many there were is said. */
async function countPeople(
  place: Pick<Parameters<typeof assessAffected>[0], 'telemetry' | 'org' | 'shop'>,
  until: Date,
  findings: readonly Finding[],
): Promise<Affected> {
  const isTry = (one: Finding): boolean => isUntold(one) && one.succeeded === 'unknown' && compareSeverity(one.level, 'low') <= 0;
  const affected = await assessAffected(
    { ...place, until },
    findings.filter((one) => !isTry(one)),
  );
  const tries = findings.filter(isTry).length;
  return tries === 0 ? affected : { ...affected, reasons: [...affected.reasons, { code: 'tries-unclear', values: { count: tries } }] };
}

function reasonsOfTables({ undescribed }: Stored): Affected['reasons'] {
  return [...undescribed].map(([table, times]) => ({ code: 'table-undescribed', values: { table, times } }));
}

async function detect(telemetry: Telemetry, org: OrgId, stored: Stored, rules: RuleSet | null): Promise<Finding[]> {
  if (stored.span === null) return [];
  const usual = await readUsual(telemetry, org, SHOP, { from: stored.span.from, to: new Date(stored.span.to.getTime() + 1) });
  const findings = await detectInArea({ telemetry, org, shop: SHOP, span: stored.span, usual, knowledge: { ...nothingKnown, rules } });
  return findings
    .map((finding, order) => ({ finding, order }))
    .sort(byLeakAndLevel)
    .map(({ finding }) => finding);
}

interface Ordered {
  readonly finding: Finding;
  readonly order: number;
}

/** Leaks first, then by level, then by how much they can be relied on, then as the rules told them. */
function byLeakAndLevel(a: Ordered, b: Ordered): number {
  const reliance = ({ finding }: Ordered): number => relianceOn(finding.rule, finding.facts);
  const leak = (one: Ordered): number => (one.finding.categories.length > 0 ? 1 : 0);
  return leak(b) - leak(a) || compareSeverity(b.finding.level, a.finding.level) || reliance(b) - reliance(a) || a.order - b.order;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
