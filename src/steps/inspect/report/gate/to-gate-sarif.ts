import { gateChecks, releaseCheckIds } from '../../gate/gate-checks.ts';
import type { GateReport } from '../../gate/judge-gate.ts';
import { fingerprintOf } from '../fingerprint-of.ts';
import { type SarifRule, sarifLog } from '../to-sarif.ts';

const journeyRule: SarifRule = {
  id: 'journey',
  area: 'release',
  title: 'Every journey passes',
  severity: 'high',
  owner: 'Customers cannot buy after this release.',
  remedy: 'Make the journey by hand on this copy of the shop, and mend what stops it.',
  references: [],
};

/** SARIF 2.1.0: what is new and what is known, each with its state; journeys that failed are results too. */
export function toGateSarif({ tool, inspection, report, decision, journeys, unknown }: GateReport, version: string): string {
  const { failing, known, below, expired } = decision;
  const rules = releaseCheckIds.map((id) => ({ id, area: 'release', ...gateChecks[id] }));
  const failed = journeys
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ name, reason }) => ({
      ...({
        fingerprint: fingerprintOf('journey', name, ''),
        check: 'journey',
        key: name,
        kept: 'never',
        standing: 'new',
        entry: null,
      } as const),
      ...({
        title: `The journey ${name} failed`,
        severity: 'high',
        where: inspection.target,
        evidence: [reason],
        fix: journeyRule.remedy,
      } as const),
    }));
  const items = [...failed, ...failing, ...known, ...below, ...expired.filter((item) => !failing.includes(item))];
  return sarifLog({
    ...{ tool, version, startedAt: inspection.startedAt, items, unknown },
    rules: [...report.results.map(({ check }) => check), ...(tool === 'gate' ? [...rules, journeyRule] : [])],
  });
}
