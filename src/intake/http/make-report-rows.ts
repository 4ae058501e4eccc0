import type { TelemetryValue } from '#engines/telemetry/types.ts';
import { DAY } from '#kernel/time.ts';
import type { RejectedLine } from '../read-request-lines.ts';
import { redactTarget } from '../redact/redact-target.ts';
import { redactText } from '../redact/redact-text.ts';
import { coarseAgent } from './coarse-agent.ts';
import { isExtensionNoise } from './extension-noise.ts';
import type { ReportItem } from './read-reports.ts';

type Row = Readonly<Record<string, TelemetryValue>>;

interface Place {
  readonly shop: string;
  readonly source: string;
  readonly now: Date;
  /** What the browser calls itself, when the report does not say. */
  readonly agent: string;
}

/** What of the rest is kept: how it failed, never a piece of the page or a script. */
const KEPT = ['type', 'phase', 'status_code', 'statusCode', 'elapsed_time', 'protocol', 'method', 'reason', 'anticipatedRemoval'] as const;
const WORDS = ['message'] as const;

/** Turns reports into rows that may be stored. Whoever visits the shop can send anything: every text is cut and redacted. */
export function makeReportRows(
  place: Place,
  items: readonly (ReportItem | string)[],
): { readonly rows: Row[]; readonly rejected: RejectedLine[] } {
  const rows: Row[] = [];
  const rejected: RejectedLine[] = [];
  for (const [nth, item] of items.entries()) {
    if (typeof item === 'string') rejected.push({ offset: nth, reason: item, sample: '' });
    else if (item.page === '' && item.blocked === '') rejected.push({ offset: nth, reason: 'a report about nothing', sample: '' });
    else if (isExtensionNoise(item)) rejected.push({ offset: nth, reason: 'made by what a visitor has installed', sample: '' });
    else rows.push(rowOf(place, item));
  }
  return { rows, rejected };
}

/** An address without its query, in which anything of anybody can stand, and redacted. */
function placeOf(address: string): string {
  return redactTarget(address.slice(0, 2_000).replace(/[?#].*$/s, ''));
}

function rowOf({ shop, source, now, agent }: Place, item: ReportItem): Row {
  const rest: Record<string, unknown> = {};
  for (const name of KEPT) {
    const value = item.rest[name];
    if (typeof value === 'number' || typeof value === 'boolean') rest[name] = value;
    if (typeof value === 'string') rest[name] = redactText(value.slice(0, 60));
  }
  for (const name of WORDS) {
    const value = item.rest[name];
    if (typeof value === 'string') rest[name] = redactText(value.slice(0, 300));
  }
  return {
    shop_id: shop,
    source_id: source,
    at: new Date(now.getTime() - Math.min(item.ageMs, DAY)),
    received_at: now,
    kind: item.kind,
    page: placeOf(item.page),
    // `inline`, `eval` and `data` are words; of what is no address of the web only the scheme is told.
    blocked: placeOf(/^(data|blob|filesystem):/i.test(item.blocked) ? (item.blocked.split(':', 1)[0] ?? '') : item.blocked),
    directive: redactText(item.directive.slice(0, 120)),
    source_file: placeOf(item.sourceFile),
    line: Math.min(Math.trunc(item.line), 4_000_000_000),
    disposition: redactText(item.disposition.slice(0, 40)),
    // A visitor's address is not needed to know what a page did.
    address: '',
    agent: coarseAgent(item.agent || agent),
    body: JSON.stringify(rest),
  };
}
