import { LineCounter, parseAllDocuments } from 'yaml';

export type Fields = Readonly<Record<string, unknown>>;

/** A text that says why: never what stands in the source, which may be a secret. */
type Parsed = { readonly value: unknown } | string;

export function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (thrown) {
    const [, offset] = /position (\d+)/.exec(String(thrown)) ?? [];
    return offset === undefined ? 'it is no JSON' : `it is no JSON: line ${text.slice(0, Number(offset)).split('\n').length}`;
  }
}

/** A few bytes of aliases can stand for gigabytes: these are refused. */
export function parseYaml(text: string): Parsed {
  try {
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'silent' });
    const [document] = Array.isArray(documents) ? documents : [];
    if (document === undefined || document.contents === null) return 'there is nothing in it';
    if (Array.isArray(documents) && documents.length > 1) return 'it holds several documents; write each into a file of its own';
    const [error] = document.errors;
    if (error) return `it is no YAML: line ${lines.linePos(error.pos[0]).line}: ${error.code.toLowerCase().replaceAll('_', ' ')}`;
    return { value: document.toJS({ maxAliasCount: 1_000 }) as unknown };
  } catch (thrown) {
    return thrown instanceof RangeError ? 'it is nested too deeply' : 'it cannot be unfolded: too many aliases';
  }
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function flagOf(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true';
}

/** Texts by name; what is no text, number or truth is left out. */
export function textsOf(value: unknown): Record<string, string> {
  const pairs = Object.entries(fieldsOf(value)).filter(([, one]) => one !== null && typeof one !== 'object');
  return Object.fromEntries(pairs.map(([name, one]) => [name, textOf(one)]));
}

export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  if (typeof value === 'string') return /^\s*(?:0|false|null|\[\s*\]|\{\s*\})\s*$/.test(value);
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 },
  ...{ d: 86_400_000, w: 604_800_000, y: 31_536_000_000 },
};

/** `1h30m`, `500ms`, `1d` in ms; `null`: it is none. */
export function durationOf(value: unknown): number | null {
  const text = textOf(value).trim();
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w|y))+$/.test(text)) return null;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w|y)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

/** `host:port`, `[::1]:port`; the scheme is taken off before. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number | null } {
  const [, host = text, port] = /^(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(text.trim()) ?? [];
  return { host, port: port === undefined ? null : Number(port) };
}
