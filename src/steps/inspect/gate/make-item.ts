import type { Severity } from '#kernel/outcome.ts';
import { fingerprintOf } from '../report/fingerprint-of.ts';
import { gateChecks, type ReleaseCheckId } from './gate-checks.ts';
import type { GateItem } from './types.ts';

interface Told {
  /** Stable already: see `stableKey`. */
  readonly key: string;
  readonly severity: Severity;
  readonly title: string;
  readonly where: string;
  readonly evidence: readonly string[];
  readonly kept?: GateItem['kept'];
}

/** A difference from the baseline, as a thing that may stop a release. */
export function makeItem(check: ReleaseCheckId, told: Told): GateItem {
  return { fingerprint: fingerprintOf(check, told.key, ''), check, kept: 'inventory', ...told, fix: gateChecks[check].remedy };
}
