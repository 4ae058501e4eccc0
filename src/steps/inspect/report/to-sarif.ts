import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import type { CheckMeta } from '../checks/check.ts';
import { itemsOf, unknownsOf } from '../gate/items-of.ts';
import type { GateItem, Standing, Unknown } from '../gate/types.ts';
import type { InspectionReport } from './inspection-report.ts';

/** GitHub reads `security-severity` as a CVSS-like number, `level` for everything else. What informs only has no number. */
const grades: Readonly<Record<Severity, { readonly score?: string; readonly level: 'error' | 'warning' | 'note' }>> = {
  critical: { score: '9.5', level: 'error' },
  high: { score: '8.0', level: 'error' },
  medium: { score: '5.5', level: 'warning' },
  low: { score: '2.5', level: 'note' },
  info: { level: 'note' },
};
/** GitHub keeps the 5,000 gravest results of a run and ten tags of a rule. */
const MOST_RESULTS = 5_000;
const MOST_TAGS = 10;
const MOST_TEXT = 2_000;

export type SarifRule = Pick<CheckMeta, 'id' | 'title' | 'owner' | 'remedy' | 'severity' | 'references'> & { readonly area: string };

export interface SarifContent {
  readonly tool: 'inspect' | 'gate';
  readonly version: string;
  readonly startedAt: string;
  readonly rules: readonly SarifRule[];
  readonly items: readonly (GateItem & { readonly standing?: Standing; readonly entry?: { readonly reason: string } | null })[];
  readonly unknown: readonly Unknown[];
}

/** SARIF 2.1.0 of one inspection. */
export function toSarif({ inspection, report }: InspectionReport, version: string): string {
  return sarifLog({
    ...{ tool: 'inspect', version, startedAt: inspection.startedAt },
    rules: report.results.map(({ check }) => check),
    items: itemsOf(report, inspection.target),
    unknown: unknownsOf(report, inspection),
  });
}

/**
 * The document. A finding has no file, so it points at `shopbell.yml`; its address is in the logical location. Host and run are in no
 * identity, so that a finding of one preview is the same one in the next.
 */
export function sarifLog({ tool, version, startedAt, rules, items, unknown }: SarifContent): string {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const kept = items.toSorted((a, b) => compareSeverity(b.severity, a.severity)).slice(0, MOST_RESULTS);
  const cut = items.length - kept.length;
  const notes = [
    ...unknown.map(({ id, reason }) => ({
      level: 'warning',
      ...(places.has(id) ? { associatedRule: { id, index: places.get(id) } } : {}),
      message: { text: cutText(`${id} could not be checked: ${reason}`) },
    })),
    ...(cut > 0 ? [{ level: 'warning', message: { text: `${cut} milder results are left out.` } }] : []),
  ];
  const run = {
    tool: { driver: { name: 'Shopbell', semanticVersion: version, informationUri: 'https://shopbell.example/', rules: rules.map(ruleOf) } },
    automationDetails: { id: `shopbell-${tool}/` },
    invocations: [{ executionSuccessful: unknown.length === 0, startTimeUtc: startedAt, toolExecutionNotifications: notes }],
    results: kept.map((item) => resultOf(item, places.get(item.check))),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function ruleOf({ id, title, owner, remedy, severity, area, references }: SarifRule) {
  const { score, level } = grades[severity];
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: owner },
    help: { text: [remedy, ...(references.length === 0 ? [] : [`References: ${references.join(', ')}`])].join('\n\n') },
    defaultConfiguration: { level },
    properties: {
      ...(score === undefined ? {} : { 'security-severity': score }),
      tags: ['security', area, ...references].slice(0, MOST_TAGS),
    },
  };
}

function resultOf(item: SarifContent['items'][number], ruleIndex: number | undefined) {
  const { score, level } = grades[item.severity];
  const isKnown = item.standing === 'known';
  return {
    ruleId: item.check,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level,
    message: { text: cutText([item.title, `What to do: ${item.fix}`, ...item.evidence].join('\n')) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'shopbell.yml', uriBaseId: '%SRCROOT%' }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: item.where, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'shopbell/v1': item.fingerprint },
    ...(item.standing === undefined ? {} : { baselineState: stateOf(item.standing, item.entry !== null) }),
    ...(isKnown ? { suppressions: [{ kind: 'external', status: 'accepted', justification: item.entry?.reason || 'known' }] } : {}),
    properties: score === undefined ? {} : { 'security-severity': score },
  };
}

function stateOf(standing: Standing, wasKnown: boolean): 'new' | 'unchanged' | 'updated' {
  if (standing === 'worsened') return 'updated';
  return wasKnown ? 'unchanged' : 'new';
}

function cutText(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
