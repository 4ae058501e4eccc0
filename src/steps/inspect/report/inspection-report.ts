import type { Report } from '../checks/judge-inspection.ts';
import type { Inspection, Script } from '../inspection.ts';

/** One inspection with its judgement: what every format is made from. */
export interface InspectionReport {
  readonly inspection: Inspection;
  readonly report: Report;
  readonly elapsedMs: number;
}

/** Whether something could not be checked, so that nobody may take the result for clean. */
export function isIncomplete({ report }: InspectionReport): boolean {
  return report.counts.unknown > 0;
}

export function scriptsOf({ inspection }: InspectionReport): readonly Script[] {
  return inspection.payment?.kind === 'got' ? inspection.payment.value.scripts : [];
}
