import { createHash } from 'node:crypto';
import type { ScanFilesDocument } from '#steps/inspect/index.ts';

const LEVELS = {
  critical: ['9.5', 'error'],
  high: ['8.0', 'error'],
  medium: ['5.5', 'warning'],
  low: ['2.5', 'note'],
  info: ['0.0', 'note'],
} as const;

/** SARIF 2.1.0: each finding at its line, paths relative to the scanned folder. */
export function toSarif(result: ScanFilesDocument, version: string): string {
  const rules = [...new Map(result.findings.map((finding) => [finding.rule, finding])).values()];
  const run = {
    tool: {
      driver: {
        name: 'Shopbell',
        version,
        informationUri: 'https://shopbell.example/',
        rules: rules.map((rule) => ({
          id: rule.rule,
          shortDescription: { text: rule.title },
          help: { text: rule.fix },
          defaultConfiguration: { level: LEVELS[rule.severity][1] },
          properties: { 'security-severity': LEVELS[rule.severity][0], tags: ['security', rule.outcome] },
        })),
      },
    },
    automationDetails: { id: 'shopbell-scan-files' },
    invocations: [
      {
        executionSuccessful: result.complete && result.unknown.length === 0,
        startTimeUtc: result.startedAt,
        toolExecutionNotifications: result.unknown
          .slice(0, 1_000)
          .map((item) => ({ level: 'warning', message: { text: `${item.path}: ${item.reason}` } })),
      },
    ],
    results: result.findings.map((finding) => ({
      ruleId: finding.rule,
      ruleIndex: rules.findIndex((rule) => rule.rule === finding.rule),
      level: LEVELS[finding.severity][1],
      message: { text: [finding.title, ...finding.reasons, finding.excerpt].join('\n') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: finding.path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
            region: { startLine: finding.line },
          },
        },
      ],
      partialFingerprints: {
        'shopbell/v1': createHash('sha256').update(`${finding.path}\n${finding.rule}\n${finding.excerpt}`).digest('hex').slice(0, 32),
      },
      properties: { 'security-severity': LEVELS[finding.severity][0], outcome: finding.outcome, confidence: finding.confidence },
    })),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
