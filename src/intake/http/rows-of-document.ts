import type { RequestRow } from '#engines/telemetry/types.ts';
import { type EventContext, makeEventRows } from './make-event-rows.ts';
import { makeReportRows } from './make-report-rows.ts';
import { makeSpanRows } from './make-span-rows.ts';
import { readOtlpLogs } from './read-otlp-logs.ts';
import { readOtlpTraces } from './read-otlp-traces.ts';
import { readReports } from './read-reports.ts';

type Row = Readonly<Record<string, unknown>>;

/** What would be stored of one document. */
export interface DocumentRows {
  readonly requests: readonly RequestRow[];
  readonly events: readonly Row[];
  readonly spans: readonly Row[];
  readonly reports: readonly Row[];
  /** What would not be stored, and why. */
  readonly rejected: readonly { readonly reason: string }[];
}

const nothing: DocumentRows = { requests: [], events: [], spans: [], reports: [], rejected: [] };

/**
 * What would be stored of a JSON document as programs and browsers send it: an OTLP request with logs or spans, a CSP report, a report of the
 * Reporting API (one of its list). `null` when it is none of these. Pure; for trying rules.
 */
export function rowsOfDocument(document: unknown, context: EventContext): DocumentRows | null {
  if (!isObject(document)) return null;
  if ('resourceSpans' in document) {
    const { spans, rejected } = makeSpanRows(context, readOtlpTraces(document) ?? []);
    return { ...nothing, spans, rejected };
  }
  if ('resourceLogs' in document) {
    const { requests, events, rejected } = makeEventRows(context, readOtlpLogs(document) ?? []);
    return { ...nothing, requests, events, rejected };
  }
  const isReport = typeof document.type === 'string' && isObject(document.body) && typeof document.url === 'string';
  const reports = 'csp-report' in document ? readReports(document) : isReport ? readReports([document]) : null;
  if (reports === null) return null;
  const { rows, rejected } = makeReportRows({ ...context, agent: '' }, reports);
  return { ...nothing, reports: rows, rejected };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
