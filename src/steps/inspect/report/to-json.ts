import type { CheckResult } from '../checks/judge-inspection.ts';
import { scoreOf } from '../checks/score-of.ts';
import { platformOf } from '../components/platforms/platform-of.ts';
import { platformWords, signWords } from '../components/platforms/recognise-platform.ts';
import { versionWords } from '../components/platforms/version-span.ts';
import type { Decision, Standing } from '../gate/types.ts';
import type { Inspection } from '../inspection.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import type { InspectDocument } from './inspect-shape.ts';
import { type InspectionReport, isIncomplete, scriptsOf } from './inspection-report.ts';

/** The documented JSON document of `shopbell inspect --format json`. */
export function toJson(result: InspectionReport, decision: Decision | null = null): string {
  return `${JSON.stringify(inspectDocument(result, decision), null, 2)}\n`;
}

/** With a decision every finding says what the baseline says of it. */
export function inspectDocument(result: InspectionReport, decision: Decision | null): InspectDocument {
  const { inspection, report, elapsedMs } = result;
  const judged = decision === null ? [] : [...decision.failing, ...decision.known, ...decision.expired, ...decision.below];
  const standings = new Map(judged.map(({ fingerprint, standing }) => [fingerprint, standing]));
  return {
    schema: 'shopbell.inspect/1',
    target: inspection.target,
    startedAt: inspection.startedAt,
    depth: inspection.depth,
    complete: !isIncomplete(result),
    counts: report.counts,
    score: scoreOf(report),
    platform: platformRow(inspection),
    checks: report.results.flatMap((item) => rowsOf(item, inspection.target, standings)),
    unknown: report.results
      .filter((item) => item.outcome === 'unknown')
      .map((item) => ({ id: item.check.id, reason: item.evidence[0]?.text ?? '' })),
    scripts: [...scriptsOf(result)],
    elapsedMs,
  };
}

function platformRow(inspection: Inspection): InspectDocument['platform'] {
  const { platform, base } = platformOf(inspection);
  if (platform === null) return null;
  const { facts, confidence, version, signs } = platform;
  return {
    ...{ id: facts.platform, name: facts.name, confidence },
    on: base === null ? null : platformWords({ platform: base, base: null }),
    version: versionWords(version),
    basis: version.kind === 'unknown' ? version.reason : version.by.join(', '),
    signs: signs.map(signWords),
  };
}

function rowsOf(
  { check, outcome, weaknesses, evidence }: CheckResult,
  target: string,
  standings: ReadonlyMap<string, Standing>,
): InspectDocument['checks'] {
  const about = { area: check.area, about: check.title, owner: check.owner, references: [...check.references] };
  if (weaknesses.length === 0) {
    const base = { id: check.id, outcome, severity: check.severity, title: check.title, where: target };
    return [{ ...base, evidence: evidence.map((item) => item.text), fix: outcome === 'pass' ? null : check.remedy, ...about }];
  }
  return weaknesses.map((weakness) => {
    const fingerprint = fingerprintOf(check.id, weakness.key, target);
    const standing = standings.get(fingerprint);
    return {
      id: check.id,
      outcome,
      severity: weakness.severity,
      title: weakness.title,
      where: weakness.url,
      evidence: weakness.evidence.map((item) => item.text),
      fix: weakness.remedy ?? check.remedy,
      key: weakness.key,
      fingerprint,
      ...(standing === undefined ? {} : { standing }),
      ...about,
    };
  });
}
