/** A field of what is stored and the column that holds it. `optional`: an empty column means that the field is not there. */
export interface StoredColumn {
  readonly column: string;
  readonly numeric: boolean;
  readonly optional: boolean;
}

/** How rows that carry attributes of their own names are searched. */
export interface StoredFields {
  /** Fields that every row may have. Those that are not listed stand in the JSON among `texts`. */
  readonly columns: Readonly<Record<string, StoredColumn>>;
  /** Columns in which texts are searched; the last one is JSON. */
  readonly texts: readonly string[];
}

const text = (column: string): StoredColumn => ({ column, numeric: false, optional: false });
const number = (column: string): StoredColumn => ({ column, numeric: true, optional: false });
const some = (column: string): StoredColumn => ({ column, numeric: false, optional: true });
const figure = (column: string): StoredColumn => ({ column, numeric: true, optional: true });

/** Applications' events; the same names as in application-event.ts. */
const EVENTS: StoredFields = {
  columns: {
    name: text('name'),
    'event.name': text('name'),
    'event.outcome': text('outcome'),
    severity: text('severity'),
    service: text('service'),
    'c-ip': text('address'),
    src_ip: text('address'),
    'cs-user-agent': text('agent'),
    body: text('body'),
    'shop.object.kind': text('object_kind'),
    'shop.object.count': number('records'),
    'http.response.body.size': number('bytes'),
    'shopbell.session': text('session'),
    'shopbell.account': text('account'),
    'shopbell.object-kind': text('object_kind'),
    'shopbell.object-ref': text('object_ref'),
  },
  texts: [
    'name',
    'outcome',
    'severity',
    'service',
    'address',
    'agent',
    'object_kind',
    'object_ref',
    'session',
    'account',
    'body',
    'attributes',
  ],
};

/** Spans of traces (OpenTelemetry): these names, and attributes under their own. */
const SPANS: StoredFields = {
  columns: {
    name: some('name'),
    'span.name': some('name'),
    'span.kind': some('kind'),
    'span.status': some('status'),
    service: some('service'),
    'service.name': some('service'),
    'service.version': some('version'),
    'span.peer': some('peer'),
    'http.request.method': some('method'),
    'http.response.status_code': figure('http_status'),
    'span.duration': figure('duration_ms'),
    'span.sent': figure('bytes_sent'),
    'span.received': figure('bytes_received'),
    'db.system.name': some('db_system'),
    trace_id: some('trace_id'),
    span_id: some('span_id'),
  },
  texts: ['name', 'kind', 'status', 'service', 'version', 'peer', 'method', 'db_system', 'trace_id', 'span_id', 'attributes'],
};

/** What browsers report (CSP and Reporting API), under the names of both ways to send it. */
const REPORTS: StoredFields = {
  columns: {
    'report.type': some('kind'),
    page: some('page'),
    'document-uri': some('page'),
    documenturl: some('page'),
    'blocked-uri': some('blocked'),
    blockedurl: some('blocked'),
    'effective-directive': some('directive'),
    'violated-directive': some('directive'),
    effectivedirective: some('directive'),
    'source-file': some('source_file'),
    sourcefile: some('source_file'),
    'line-number': figure('line'),
    linenumber: figure('line'),
    disposition: some('disposition'),
    'cs-user-agent': some('agent'),
    user_agent: some('agent'),
  },
  texts: ['kind', 'page', 'blocked', 'directive', 'source_file', 'disposition', 'agent', 'body'],
};

export const storedFields: Readonly<Record<'events' | 'spans' | 'reports', StoredFields>> = {
  events: EVENTS,
  spans: SPANS,
  reports: REPORTS,
};
