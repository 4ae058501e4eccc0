import type { Severity } from '#kernel/outcome.ts';
import { judgeInspection } from '../checks/judge-inspection.ts';
import type { Inspection } from '../inspection.ts';
import type { InspectionReport } from '../report/inspection-report.ts';
import type { Baseline } from './baseline.ts';
import { compareHeaders } from './compare-headers.ts';
import { type BudgetRow, type Budgets, budgetRows, compareMeasures } from './compare-measures.ts';
import { compareHosts, compareScripts, goneFrom } from './compare-page.ts';
import { decide } from './decide.ts';
import type { ReleaseCheckId } from './gate-checks.ts';
import { itemsOf, mergeItems, unknownsOf } from './items-of.ts';
import { mergeBaseline } from './merge-baseline.ts';
import { type ComponentDiff, compareComponents, diffComponents } from './sbom/compare-components.ts';
import type { Component } from './sbom/component.ts';
import { type MeasuredPage, type Seen, seenOf } from './seen.ts';
import type { Selection } from './select-checks.ts';
import type { BaselineEntry, Decision, GateItem, Unknown } from './types.ts';

/** A journey that must pass. */
export interface JourneyVerdict {
  /** The file as it was given. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'unknown';
  /** One line: what went wrong and where, or what was done. */
  readonly reason: string;
  readonly steps: number;
  readonly ms: number;
}

/** All that one run of a gate gathered. */
export interface GateRun {
  readonly inspection: Inspection;
  readonly elapsedMs: number;
  readonly journeys: readonly JourneyVerdict[];
  readonly measures: Readonly<Record<string, MeasuredPage>>;
  /** Pages that should have been measured and were not, and why. */
  readonly unmeasured: Readonly<Record<string, string>>;
  readonly components: readonly Component[] | null;
}

export interface GateWish {
  /** Whose words the result begins with. */
  readonly tool: 'inspect' | 'gate';
  readonly selection: Selection;
  readonly level: Severity;
  readonly budgets: Budgets;
  readonly baseline: Baseline | null;
  /** Agree to everything that is there, before the judgement. */
  readonly agree: boolean;
  /** Day, `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What every format of a gate is made from. */
export interface GateReport extends InspectionReport {
  readonly tool: 'inspect' | 'gate';
  readonly level: Severity;
  /** Whether there was a baseline to compare with, or one is made now. */
  readonly compared: boolean;
  readonly decision: Decision;
  /** Inventory of the baseline that is not there any more. */
  readonly shrunk: readonly string[];
  readonly budgets: readonly BudgetRow[];
  readonly journeys: readonly JourneyVerdict[];
  /** `null`: no bill of materials was given, or there is none to compare with. */
  readonly components: ComponentDiff | null;
  readonly unknown: readonly Unknown[];
  /** Nothing new fails and every journey passed. Only with an empty `unknown` may the release go out. */
  readonly passed: boolean;
  /** What was agreed to in this run, and was not known before. */
  readonly agreed: readonly BaselineEntry[];
  /** What would be written as the baseline now. */
  readonly next: Baseline;
}

/** Judges one run against what is known. Pure. */
export function judgeGate(run: GateRun, wish: GateWish): GateReport {
  const { inspection, journeys } = run;
  const report = judgeInspection(inspection, wish.selection.checks);
  const seen = seenOf(inspection, run.measures, run.components);
  const found = itemsOf(report, inspection.target);
  const unknown = [...unknownsOf(report, inspection), ...unknownsOfRun(run, wish, seen)];
  const sure = sureOf(
    report.results.map(({ check }) => check.id),
    unknown,
    wish.selection.release,
  );
  const holes = wish.selection.release.has('release-components') ? compareComponents([], run.components ?? [], inspection.target) : [];
  const kept = mergeItems([...found, ...holes.filter((item) => item.kept === 'finding')]);
  const next = mergeBaseline(wish.baseline, { items: kept, seen, sure, today: wish.today });
  const baseline = wish.agree ? next : wish.baseline;
  const rows = budgetRows(baseline, seen, wish.budgets);
  const items = mergeItems([...found, ...differences(baseline, seen, rows, wish.selection.release, inspection.target)]);
  const decision = decide({ items, entries: baseline?.findings ?? [], level: wish.level, today: wish.today, sure });
  const gone = wish.agree ? wentBy(wish.baseline, next) : decision.gone;
  return {
    ...{
      inspection,
      report,
      elapsedMs: run.elapsedMs,
      tool: wish.tool,
      level: wish.level,
      compared: wish.baseline !== null || wish.agree,
      journeys,
      unknown,
      next,
    },
    agreed: wish.agree ? wentBy(next, wish.baseline) : [],
    decision: { ...decision, gone },
    shrunk: wish.baseline === null ? [] : goneFrom(wish.baseline, seen),
    budgets: rows,
    components:
      run.components === null || wish.baseline?.components === undefined ? null : diffComponents(wish.baseline.components, run.components),
    passed: decision.failing.length === 0 && journeys.every(({ outcome }) => outcome !== 'failed'),
  };
}

/** Entries of the one that the other does not hold. */
function wentBy(old: Baseline | null, next: Baseline | null): readonly BaselineEntry[] {
  const now = new Set(next?.findings.map(({ fingerprint }) => fingerprint));
  return (old?.findings ?? []).filter(({ fingerprint }) => !now.has(fingerprint));
}

/** Differences of the release from what the baseline says of the one before. */
function differences(
  baseline: Baseline | null,
  seen: Seen,
  rows: readonly BudgetRow[],
  wanted: ReadonlySet<ReleaseCheckId>,
  where: string,
): readonly GateItem[] {
  const known: Baseline = baseline ?? { schema: 'shopbell.baseline/1', findings: [] };
  const parts: Readonly<Record<ReleaseCheckId, () => readonly GateItem[]>> = {
    'release-scripts': () => compareScripts(known, seen, where),
    'release-hosts': () => compareHosts(known, seen, where),
    'release-headers': () => compareHeaders(known, seen, where),
    'release-weight': () => compareMeasures(rows, seen, where).filter(({ check }) => check === 'release-weight'),
    'release-speed': () => compareMeasures(rows, seen, where).filter(({ check }) => check === 'release-speed'),
    // Without a baseline every component would be new: only holes are told then.
    'release-components': () =>
      compareComponents(known.components ?? seen.components?.map(({ id }) => id) ?? [], seen.components ?? [], where),
  };
  return [...wanted].flatMap((id) => parts[id]());
}

/** Checks that looked at all that they judge. */
function sureOf(checks: readonly string[], unknown: readonly Unknown[], release: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set(unknown.map(({ id }) => id));
  // An error page instead of the shop proves nothing gone.
  if (open.has('home')) return new Set();
  return new Set([...checks, ...release].filter((id) => !open.has(id)));
}

function unknownsOfRun(
  { journeys, unmeasured, inspection, components }: GateRun,
  { selection, baseline, budgets, agree }: GateWish,
  seen: Seen,
) {
  const { release } = selection;
  const unknown: Unknown[] = journeys
    .filter(({ outcome }) => outcome === 'unknown')
    .map(({ name, reason }) => ({ id: `journey ${name}`, reason }));
  const add = (id: ReleaseCheckId, reason: string) => release.has(id) && unknown.push({ id, reason });
  if (seen.payment !== null) for (const id of ['release-scripts', 'release-hosts'] as const) add(id, seen.payment);
  else if (inspection.payment === null && baseline?.scripts !== undefined && !agree)
    add(
      'release-scripts',
      'The baseline holds scripts of the payment page, and none was looked at: give --payment-page or --payment-journey.',
    );
  for (const [page, reason] of Object.entries(unmeasured)) add('release-weight', `${page} was not measured: ${reason}`);
  if (components === null && baseline?.components !== undefined && !agree)
    add('release-components', 'The baseline holds components, and no bill of materials was given: give --sbom.');
  const blind = budgetRows(baseline, seen, budgets).filter(({ outcome }) => outcome === 'unknown');
  for (const { page, figure } of blind)
    add(figure === 'weight' ? 'release-weight' : 'release-speed', `${page}: the browser told no ${figure}`);
  return unknown;
}
