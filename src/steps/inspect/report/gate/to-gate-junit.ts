import { gateChecks, releaseCheckIds } from '../../gate/gate-checks.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import { type JunitCase, junitXml } from '../to-junit.ts';
import { standingWords } from './gate-words.ts';

/** JUnit XML: a test case a check, one a difference that is looked for, one a journey. What is known passes, and is written beside it. */
export function toGateJunit(result: GateReport): string {
  const { tool, report, journeys, unknown } = result;
  const skipped = new Map(
    report.results.filter(({ outcome }) => outcome === 'notApplicable').map((item) => [item.check.id, item.evidence[0]?.text]),
  );
  const own = [
    ...report.results.map(({ check }) => ({ id: check.id, title: check.title })),
    ...releaseCheckIds.filter((id) => hasSaid(result, id)).map((id) => ({ id, title: gateChecks[id].title })),
  ];
  const others = unknown.filter(({ id }) => !own.some((one) => one.id === id) && !id.startsWith('journey '));
  const cases = [
    ...own.map(({ id, title }) => caseOf(result, id, title, skipped.get(id))),
    ...others.map(({ id, reason }): JunitCase => ({ group: `shopbell.${tool}`, name: id, outcome: 'error', message: reason, text: '' })),
    ...journeys.map(({ name, outcome, reason, ms }): JunitCase => {
      const words = { passed: 'pass', failed: 'failure', unknown: 'error' } as const;
      return { group: 'shopbell.journey', name, outcome: words[outcome], message: reason, text: reason, seconds: ms / 1_000 };
    }),
  ];
  return junitXml(result, cases);
}

/** Whether there was anything to compare. */
function hasSaid({ compared, budgets, components, unknown, decision }: GateReport, id: string): boolean {
  if ([...decision.failing, ...decision.below, ...decision.known, ...decision.expired].some(({ check }) => check === id)) return true;
  if (unknown.some((one) => one.id === id)) return true;
  if (id === 'release-components') return components !== null;
  if (id === 'release-weight' || id === 'release-speed') return budgets.some(({ outcome }) => outcome !== 'none');
  return compared;
}

function caseOf({ tool, decision, unknown }: GateReport, id: string, title: string, skipped: string | undefined): JunitCase {
  const of = <T extends { readonly check: string }>(items: readonly T[]) => items.filter(({ check }) => check === id);
  const failing = of(decision.failing);
  const about = { group: `shopbell.${tool}`, name: `${id}: ${title}` };
  const quiet = [...of(decision.known), ...of(decision.below), ...of(decision.expired).filter((item) => !failing.includes(item))];
  const beside = quiet.map((item) => `${standingWords(item)}: ${item.severity} ${item.title}`).join('\n');
  const [first] = failing;
  if (first !== undefined) {
    const lines = failing.map(
      (item) => `${item.severity}: ${item.title} (${standingWords(item)}; ${item.where})\n${item.evidence.join('\n')}`,
    );
    return { ...about, outcome: 'failure', message: first.title, text: [...lines, first.fix, beside].filter(Boolean).join('\n') };
  }
  const open = unknown.find((one) => one.id === id);
  if (open !== undefined) return { ...about, outcome: 'error', message: open.reason, text: beside };
  return skipped === undefined
    ? { ...about, outcome: 'pass', message: '', text: beside }
    : { ...about, outcome: 'skipped', message: skipped, text: '' };
}
