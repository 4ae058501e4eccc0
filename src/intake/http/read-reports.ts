import { z } from 'zod';

/** What a browser reported, in the clear: only between receiving and storing. */
export interface ReportItem {
  /** `csp-violation`, `deprecation`, `network-error` …, as the Reporting API calls it. */
  readonly kind: string;
  /** How long ago, ms. */
  readonly ageMs: number;
  readonly page: string;
  readonly blocked: string;
  readonly directive: string;
  readonly sourceFile: string;
  readonly line: number;
  readonly disposition: string;
  readonly agent: string;
  /** Everything else that it said, flat. */
  readonly rest: Readonly<Record<string, unknown>>;
}

const text = z.string().catch('');
const number = z.union([z.number(), z.string()]).transform(Number).pipe(z.number().nonnegative()).catch(0);
const old = z.record(z.string(), z.unknown());
const single = z.object({ 'csp-report': old });
const several = z.array(z.unknown());
const report = z.object({
  type: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  age: number.optional(),
  url: text,
  user_agent: text,
  body: z.record(z.string(), z.unknown()).nullish(),
});

/** As many as a browser ever sends at once; what is beyond is no browser's. */
const MOST = 100;

/**
 * Reports of a body: `application/csp-report` with one violation, or `application/reports+json` with a list. Each a report, or the reason
 * why not. `null` when it is neither.
 */
export function readReports(body: unknown): (ReportItem | string)[] | null {
  const one = single.safeParse(body);
  if (one.success) return [ofCspReport(one.data['csp-report'])];
  const list = several.safeParse(body);
  if (!list.success) return null;
  const read = list.data.slice(0, MOST).map((raw): ReportItem | string => {
    const parsed = report.safeParse(raw);
    return parsed.success ? ofReport(parsed.data) : 'not a report';
  });
  return [...read, ...list.data.slice(MOST).map(() => 'more than a hundred at once')];
}

function ofCspReport(said: Readonly<Record<string, unknown>>): ReportItem {
  return {
    kind: 'csp-violation',
    ageMs: 0,
    page: text.parse(said['document-uri']),
    blocked: text.parse(said['blocked-uri']),
    directive: text.parse(said['effective-directive'] ?? said['violated-directive']),
    sourceFile: text.parse(said['source-file']),
    line: number.parse(said['line-number'] ?? 0),
    disposition: text.parse(said.disposition),
    agent: '',
    rest: { statusCode: said['status-code'] },
  };
}

function ofReport({ type, age, url, user_agent, body }: z.output<typeof report>): ReportItem {
  const said = body ?? {};
  return {
    kind: type,
    ageMs: age ?? 0,
    page: text.parse(said.documentURL ?? url),
    blocked: text.parse(said.blockedURL ?? said.blockedURI),
    directive: text.parse(said.effectiveDirective ?? said.destination ?? said.featureId ?? said.policyId ?? said.id),
    sourceFile: text.parse(said.sourceFile),
    line: number.parse(said.lineNumber ?? 0),
    disposition: text.parse(
      said.disposition ?? (typeof said.reportOnly === 'boolean' ? (said.reportOnly ? 'report' : 'enforce') : undefined),
    ),
    agent: user_agent,
    rest: said,
  };
}
