import { ShopbellError } from '#kernel/errors.ts';

const TABLES = [
  'requests',
  'reads',
  'measurements',
  'application_events',
  'spans',
  'metric_points',
  'reports',
  'sightings',
  'outbound',
  'database_hours',
  'export_hours',
  'order_steps',
  'service_minutes',
  'service_hours',
  'saturation_days',
] as const;
/** Words that never stand in a tenant's query outside quotes: other tables, other statements, ways out to files and networks. */
const REFUSED_WORDS = new Set([
  ...TABLES,
  ...['system', 'information_schema', '_temporary_and_external_tables', 'shopbell_migrations', 'shopbell_stored', 'default', 'identifier'],
  ...['insert', 'create', 'drop', 'alter', 'attach', 'detach', 'rename', 'truncate', 'grant', 'revoke', 'kill', 'optimize', 'use', 'set'],
  ...['outfile', 'infile', 'backup', 'restore', 'settings', 'explain', 'describe', 'show'],
]);
/** Functions that read files, the network, other tables or dictionaries. Compared in lower case. */
const REFUSED_FUNCTIONS =
  /^(file|filecluster|url|urlcluster|s3|s3cluster|gcs|oss|cosn|azureblobstorage|azureblobstoragecluster|hdfs|hdfscluster|remote|remotesecure|cluster|clusterallreplicas|mysql|postgresql|mongodb|redis|sqlite|odbc|jdbc|executable|input|merge|mergetree\w*|loop|dictionary|dictget\w*|dicthas|dictisin|joinget\w*|python|iceberg\w*|deltalake\w*|hudi\w*|paimon\w*|ytsaurus|arrowflight|view\w*|generaterandom|fuzz\w*|null|format|values|hascolumnintable|catboost\w*|sleep\w*|getserversetting|getsetting|currentuser|hostname|serveruuid|prometheusquery\w*|timeseries\w*|filesystem\w*|addresstoline\w*|demangle|getmacro|getos\w*|fqdn|uptime|connectionid|naivebayes\w*|buildid|tcpport|file_\w+)$/;
/** Table functions without reach: numbers only. */
const HARMLESS_SOURCES = /^(numbers|numbers_mt|zeros|generate_series|generateseries)$/;

/** Signs that SQL needs. Any other one (a curly quote, a dollar) the engine may read as the begin of a text, and what we take for text as a query. */
const SIGNS = /^[\s()[\],.+\-*/%=<>!?:|{}@;]$/;

/** Whether a tenant's query may not name this, outside a text: a table, a schema, a statement. In lower case. */
export function isRefusedName(name: string): boolean {
  return REFUSED_WORDS.has(name) || REFUSED_WORDS.has(name.split('.', 1)[0] ?? '');
}

export function isRefusedFunction(name: string): boolean {
  return REFUSED_FUNCTIONS.test(name);
}

export function isHarmlessSource(name: string): boolean {
  return HARMLESS_SOURCES.test(name);
}

/** A piece of a query; pieces joined are the query, with one space for each comment. */
export interface Piece {
  readonly kind: 'word' | 'string' | 'quoted' | 'parameter' | 'tenant' | 'sign';
  readonly text: string;
}

/**
 * Turns a tenant's query into one that sees only that tenant: `@requests` becomes a sub-select limited to `{org:String}`.
 * Throws TELEMETRY_QUERY_UNGUARDED for everything that could reach further.
 */
export function guardQuery(sql: string): string {
  const pieces = cut(sql);
  const solid = pieces.filter((piece) => piece.text.trim() !== '');
  const first = solid.find((piece) => piece.text !== '(');
  if (first?.kind !== 'word' || !/^(select|with)$/i.test(first.text)) refuse('a statement other than SELECT');
  checkPieces(solid);
  checkSources(solid);
  return pieces
    .map((piece) => (piece.kind === 'tenant' ? `(select * from ${piece.text.slice(1)} where org_id = {org:String})` : piece.text))
    .join('');
}

/** Checks a condition for `remove`: one boolean expression over the table's own columns. */
export function guardCondition(where: string): string {
  const pieces = cut(where);
  const solid = pieces.filter((piece) => piece.text.trim() !== '');
  checkPieces(solid);
  let depth = 0;
  for (const piece of solid) {
    if (piece.kind === 'tenant' || /^(select|from|union|with|join)$/i.test(piece.text)) refuse('a sub-select');
    if (piece.kind === 'sign') depth += piece.text === '(' ? 1 : piece.text === ')' ? -1 : 0;
    if (depth < 0) refuse('an unbalanced parenthesis');
  }
  if (depth !== 0 || solid.length === 0) refuse('an unbalanced parenthesis');
  return where;
}

function checkPieces(solid: readonly Piece[]): void {
  for (const [index, piece] of solid.entries()) {
    const lower = piece.text.toLowerCase();
    if (piece.kind === 'sign' && piece.text === ';') refuse('a second statement');
    if (piece.kind === 'word') {
      if (REFUSED_WORDS.has(lower)) refuse(lower);
      if (solid[index + 1]?.text === '(' && REFUSED_FUNCTIONS.test(lower)) refuse(`${lower}()`);
      if (lower === 'format') refuse('format');
    }
    if (piece.kind === 'quoted') checkQuoted(bare(lower), solid[index + 1]);
    if (piece.kind === 'parameter' && /:\s*identifier|^\{\s*org\s*:/i.test(piece.text))
      refuse('a parameter that names a table or the tenant');
    if (piece.kind === 'tenant' && !TABLES.some((table) => `@${table}` === piece.text)) refuse(piece.text);
  }
}

/** A name in quotes: one that is written with escapes may be another one than it looks like, and a function needs no quotes. */
function checkQuoted(name: string, next: Piece | undefined): void {
  if (name.includes('\\') || next?.text === '(' || REFUSED_WORDS.has(name) || REFUSED_FUNCTIONS.test(name)) refuse(name);
}

/** After FROM, JOIN and the commas of a FROM list only a guarded table, a sub-select, a CTE or a harmless function may stand. */
function checkSources(solid: readonly Piece[]): void {
  const named = new Set<string>();
  for (const [index, piece] of solid.entries()) {
    const next = solid[index + 1];
    if (piece.kind === 'word' && next?.text.toLowerCase() === 'as' && solid[index + 2]?.text === '(') named.add(piece.text.toLowerCase());
  }
  for (const [index, piece] of solid.entries()) {
    if (piece.kind !== 'word') continue;
    const word = piece.text.toLowerCase();
    if (word === 'join' && solid[index - 1]?.text.toLowerCase() === 'array') continue;
    if (word !== 'from' && word !== 'join') continue;
    checkSource(solid, index + 1, named);
    if (word === 'from') checkList(solid, index + 1, named);
  }
  for (const [index, piece] of solid.entries()) {
    if (piece.kind === 'word' && /^(in)$/i.test(piece.text)) checkMembership(solid[index + 1], named);
  }
}

function checkSource(solid: readonly Piece[], at: number, named: ReadonlySet<string>): void {
  const source = solid[at];
  if (source === undefined || source.kind === 'tenant' || source.text === '(') return;
  const lower = source.text.toLowerCase();
  if (source.kind === 'word' && (named.has(lower) || HARMLESS_SOURCES.test(lower)) && solid[at + 1]?.text !== '.') return;
  if ((source.kind === 'word' || source.kind === 'string') && isInsideFunction(solid, at)) return;
  refuse(lower);
}

/** `trim(both ' ' from x)`, `extract(year from x)` and `substring(x from 1)` use the word without a table. */
function isInsideFunction(solid: readonly Piece[], at: number): boolean {
  let depth = 0;
  for (let i = at - 2; i >= 0; i--) {
    const piece = solid[i];
    if (piece?.text === ')') depth += 1;
    if (piece?.text === '(' && depth-- === 0) return /^(trim|extract|substring)$/i.test(solid[i - 1]?.text ?? '');
  }
  return false;
}

function checkList(solid: readonly Piece[], at: number, named: ReadonlySet<string>): void {
  let depth = 0;
  for (let i = at; i < solid.length; i++) {
    const text = solid[i]?.text.toLowerCase() ?? '';
    if (text === '(' || text === '[') depth += 1;
    if ((text === ')' || text === ']') && depth-- === 0) return;
    if (depth > 0) continue;
    if (/^(where|prewhere|group|order|having|limit|union|intersect|except|window|qualify|array|on|using|left)$/.test(text)) return;
    if (text === ',') checkSource(solid, i + 1, named);
  }
}

function checkMembership(next: Piece | undefined, named: ReadonlySet<string>): void {
  if (next === undefined || next.text === '(' || next.text === '[' || next.kind === 'parameter' || next.kind === 'string') return;
  if (next.kind === 'word' && named.has(next.text.toLowerCase())) return;
  refuse(next.text);
}

const CUT =
  /(?<space>\s+|--[^\n]*|#[!\s][^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^'\\]|\\[\s\S]|'')*')|(?<quoted>`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*")|(?<parameter>\{[^{}]*\})|(?<tenant>@\w+)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\w.]*)|(?<sign>[\s\S])/uy;

/** Throws TELEMETRY_QUERY_UNGUARDED at a quote that does not end. */
export function cut(sql: string): Piece[] {
  const pieces: Piece[] = [];
  for (const found of sql.matchAll(new RegExp(CUT.source, 'gu'))) {
    const groups = found.groups ?? {};
    const text = found[0];
    if (groups.space !== undefined) pieces.push({ kind: 'sign', text: ' ' });
    else if (groups.string !== undefined) pieces.push({ kind: 'string', text });
    else if (groups.quoted !== undefined) pieces.push({ kind: 'quoted', text });
    else if (groups.parameter !== undefined) pieces.push({ kind: 'parameter', text });
    else if (groups.tenant !== undefined) pieces.push({ kind: 'tenant', text });
    else if (groups.word !== undefined) pieces.push({ kind: 'word', text });
    else if (text === "'" || text === '"' || text === '`' || text === '$' || text === '\\') refuse('an unfinished quote');
    else if (groups.number === undefined && !SIGNS.test(text)) refuse(`the sign ${text}`);
    else pieces.push({ kind: 'sign', text });
  }
  return pieces;
}

function bare(quoted: string): string {
  return quoted.slice(1, -1);
}

function refuse(what: string): never {
  throw new ShopbellError('TELEMETRY_QUERY_UNGUARDED', { table: what });
}
