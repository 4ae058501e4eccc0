import type { Severity } from '#kernel/outcome.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import type { InspectionReport } from './inspection-report.ts';

/** GitHub reads `security-severity` as a CVSS-like number, `level` for everything else. */
const scores: Readonly<Record<Severity, { readonly score: string; readonly level: 'error' | 'warning' | 'note' }>> = {
  critical: { score: '9.5', level: 'error' },
  high: { score: '8.0', level: 'error' },
  medium: { score: '5.5', level: 'warning' },
  low: { score: '2.5', level: 'note' },
  info: { score: '0.0', level: 'note' },
};

/** SARIF 2.1.0. A finding has no file, so it points at `shopbell.yml`; its address is in the logical location. */
export function toSarif({ inspection, report }: InspectionReport, version: string): string {
  const checks = report.results.map((item) => item.check);
  const run = {
    tool: {
      driver: {
        name: 'Shopbell',
        version,
        informationUri: 'https://shopbell.example/',
        rules: checks.map((check) => ({
          id: check.id,
          shortDescription: { text: check.title },
          fullDescription: { text: check.owner },
          help: { text: check.remedy },
          defaultConfiguration: { level: scores[check.severity].level },
          properties: { 'security-severity': scores[check.severity].score, tags: ['security', check.area, ...check.references] },
        })),
      },
    },
    automationDetails: { id: `shopbell-inspect/${inspection.target}` },
    invocations: [
      {
        executionSuccessful: report.counts.unknown === 0,
        startTimeUtc: inspection.startedAt,
        toolExecutionNotifications: report.results
          .filter((item) => item.outcome === 'unknown')
          .map((item) => ({
            level: 'warning',
            associatedRule: { id: item.check.id },
            message: { text: item.evidence[0]?.text ?? 'could not be checked' },
          })),
      },
    ],
    results: report.results.flatMap((item) =>
      item.weaknesses.map((weakness) => ({
        ruleId: item.check.id,
        ruleIndex: checks.indexOf(item.check),
        level: scores[weakness.severity].level,
        message: { text: [weakness.title, ...weakness.evidence.map((line) => line.text)].join('\n') },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'shopbell.yml' }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: weakness.url, kind: 'resource' }],
          },
        ],
        partialFingerprints: { 'shopbell/v1': fingerprintOf(item.check.id, weakness.key) },
        properties: { 'security-severity': scores[weakness.severity].score },
      })),
    ),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
