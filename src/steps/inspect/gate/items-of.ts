import { compareSeverity } from '#kernel/outcome.ts';
import type { CheckResult, Report } from '../checks/judge-inspection.ts';
import type { Inspection } from '../inspection.ts';
import { fingerprintOf } from '../report/fingerprint-of.ts';
import { stableKey } from '../report/stable-key.ts';
import type { GateItem, Unknown } from './types.ts';

/** What the checks found, each thing once: of several that differ only in what builds and hosts change, the gravest, with the evidence of all. Pure. */
export function itemsOf(report: Report, target: string): readonly GateItem[] {
  const items = report.results.flatMap(({ check, weaknesses }) =>
    weaknesses.map((weakness): GateItem => {
      const { key, severity, title, url } = weakness;
      const evidence = weakness.evidence.map(({ text }) => text);
      const about = { check: check.id, key: stableKey(key, target), severity, title, where: url, evidence };
      return { fingerprint: fingerprintOf(check.id, key, target), ...about, fix: weakness.remedy ?? check.remedy, kept: 'finding' };
    }),
  );
  return mergeItems(items);
}

/** One a fingerprint. */
export function mergeItems(items: readonly GateItem[]): readonly GateItem[] {
  const merged = new Map<string, GateItem>();
  for (const item of items) {
    const other = merged.get(item.fingerprint);
    const worst = other !== undefined && compareSeverity(other.severity, item.severity) >= 0 ? other : item;
    merged.set(item.fingerprint, { ...worst, evidence: [...new Set([...(other?.evidence ?? []), ...item.evidence])] });
  }
  return [...merged.values()];
}

/**
 * Everything that could not be checked: checks that say so, checks that found something but could not look at all they read, and a shop
 * that answered with an error page instead of itself. Pure.
 */
export function unknownsOf(report: Report, inspection: Inspection): readonly Unknown[] {
  const { home } = inspection;
  const refused =
    home.kind === 'got' && home.value.status >= 400 ? `The home page answered ${home.value.status}: this is not the shop.` : null;
  return [
    ...(refused === null ? [] : [{ id: 'home', reason: refused }]),
    ...report.results.flatMap((result): readonly Unknown[] => {
      const reason = reasonOf(result, inspection);
      return reason === null ? [] : [{ id: result.check.id, reason }];
    }),
  ];
}

function reasonOf({ check, outcome, evidence }: CheckResult, inspection: Inspection): string | null {
  if (outcome === 'unknown') return evidence[0]?.text ?? 'it could not be checked';
  if (outcome !== 'fail' && outcome !== 'warn') return null;
  const hole = check.requires.map((part) => holeIn(inspection[part])).find((reason) => reason !== null) ?? null;
  return hole === null ? null : `Something was found, and not everything could be looked at: ${hole}`;
}

/** Why a part of what was collected is missing, however deep it lies; `null` when all of it is there. */
function holeIn(part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return null;
  if (Array.isArray(part)) return firstHole(part);
  if ('kind' in part && part.kind === 'unknown') return 'reason' in part ? String(part.reason) : 'it is not known why';
  if ('partial' in part && typeof part.partial === 'string') return part.partial;
  if ('answer' in part && isRefusal(part.answer)) return 'the shop refused some of the requests';
  return firstHole(Object.values(part));
}

function firstHole(parts: readonly unknown[]): string | null {
  for (const part of parts) {
    const hole = holeIn(part);
    if (hole !== null) return hole;
  }
  return null;
}

/** A probe that was answered by an error of the server, or by “too many”. */
function isRefusal(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('value' in answer)) return false;
  const { value } = answer;
  const status = typeof value === 'object' && value !== null && 'status' in value ? Number(value.status) : 0;
  return status === 429 || status >= 500;
}
