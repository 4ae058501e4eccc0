import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import { RuleError } from '../problem.ts';
import { type Encoded, encodeBase64, encodeBase64Offset, encodeUtf16, type TextEncoding } from './encode-pieces.ts';
import { matchPieces } from './match-pieces.ts';
import { type Comparison, comparisons, readModifiers } from './modifiers.ts';
import { ANY, anyDash, type Piece, splitWildcards, writePieces } from './pieces.ts';
import { fillPlaceholders, type Lists } from './placeholders.ts';
import { type TimePart, timePartOf } from './time-parts.ts';

export type SigmaScalar = string | number | boolean | null;

/** What one value asks of a field. `matches` gets one reading and its lower-case form. */
export type ValueTest =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[]; readonly cased: boolean; matches(raw: string, lower: string): boolean }
  | { readonly kind: 'regex'; readonly pattern: string; matches(raw: string): boolean }
  | {
      readonly kind: 'number';
      readonly part: TimePart | null;
      readonly op: Comparison;
      readonly than: number;
      matches(raw: string): boolean;
    }
  | { readonly kind: 'cidr'; readonly range: string; matches(raw: string): boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'field'; readonly name: string; readonly before: boolean; readonly after: boolean; readonly cased: boolean };

/**
 * Compiles one value of a field under its modifiers, applied from left to right (Sigma 2.1, appendix of modifiers).
 * One value may stand for several (`base64offset`, `expand`): a field matches when one of them does. Throws a RuleError with the reason.
 */
export function compileValue(value: SigmaScalar, modifiers: readonly string[], lists: Lists, keyword = false): ValueTest[] {
  const plan = readModifiers(modifiers);
  if (plan.exists) return [{ kind: 'exists', wanted: toBoolean(value) }];
  if (value === null) {
    if (modifiers.length > 0 && plan.needsText) throw new RuleError('null takes no modifier of texts');
    return [{ kind: 'null' }];
  }
  if (plan.compare !== null || plan.time !== null) return [numberTest(value, plan.time, plan.compare ?? 'eq')];
  const values = plan.expand ? fillPlaceholders(String(value), lists) : null;
  if (plan.cidr) return (values ?? [String(value)]).map(cidrTest);
  if (plan.regex !== null) return (values ?? [String(value)]).map((source) => regexTest(source, plan.regex ?? ''));
  if (plan.fieldRef) return [fieldTest(String(value), modifiers, plan.cased)];
  const start: Encoded[] =
    typeof value === 'string'
      ? (values?.map((text) => ({ pieces: [text], bytes: false })) ?? [{ pieces: splitWildcards(value), bytes: false }])
      : [{ pieces: [String(value)], bytes: false }];
  const encoded = modifiers.reduce(transform, start);
  return encoded.map(({ pieces }) => textTest(keyword ? [ANY, ...pieces, ANY] : pieces, plan.cased));
}

function transform(values: Encoded[], modifier: string): Encoded[] {
  const each = (change: (pieces: readonly Piece[]) => Piece[]): Encoded[] =>
    values.map((value) => ({ ...value, pieces: change(value.pieces) }));
  if (modifier === 'contains') return each((pieces) => [ANY, ...pieces, ANY]);
  if (modifier === 'startswith') return each((pieces) => [...pieces, ANY]);
  if (modifier === 'endswith') return each((pieces) => [ANY, ...pieces]);
  if (modifier === 'windash') return each(anyDash);
  if (modifier === 'base64') return values.flatMap(encodeBase64);
  if (modifier === 'base64offset') return values.flatMap(encodeBase64Offset);
  if (['utf16', 'utf16le', 'utf16be', 'wide'].includes(modifier))
    return values.map((value) => encodeUtf16(value, modifier as TextEncoding));
  return values;
}

function textTest(written: readonly Piece[], cased: boolean): ValueTest {
  const pieces = cased ? written : written.map((piece) => (typeof piece === 'string' ? piece.toLowerCase() : piece));
  const test = matchPieces(pieces);
  return { kind: 'text', pieces, cased, matches: (raw, lower) => test(cased ? raw : lower) };
}

const MOST_PATTERN = 4096;

/** RE2 syntax: linear in the text whatever the pattern, so nobody's expression can hang anything. */
function regexTest(source: string, flags: string): ValueTest {
  if (source.length > MOST_PATTERN) throw new RuleError(`a regular expression may have at most ${MOST_PATTERN} characters`);
  const pattern = flags === '' ? source : `(?${flags})${source}`;
  try {
    const compiled = RE2JS.compile(pattern);
    return { kind: 'regex', pattern, matches: (raw) => compiled.test(raw) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new RuleError(`the regular expression cannot be used: ${why} (look-around and back-references are not supported)`);
  }
}

function cidrTest(range: string): ValueTest {
  try {
    const [network, bits] = ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`);
    return {
      kind: 'cidr',
      range: `${network}/${bits}`,
      matches: (raw) => {
        if (!ipaddr.isValid(raw)) return false;
        const address = ipaddr.process(raw);
        return address.kind() === network.kind() && address.match(network, bits);
      },
    };
  } catch {
    throw new RuleError(`“${range}” is no range of addresses, such as 192.0.2.0/24 or 2001:db8::/32`);
  }
}

function numberTest(value: SigmaScalar, part: TimePart | null, op: Comparison): ValueTest {
  const than = typeof value === 'number' ? value : Number(typeof value === 'string' && value.trim() !== '' ? value : Number.NaN);
  if (Number.isNaN(than)) throw new RuleError(`“${String(value)}” is no number, which ${part ?? op} needs`);
  const compare = comparisons[op];
  return {
    kind: 'number',
    part,
    op,
    than,
    matches: (raw) => {
      const number = part === null ? (raw.trim() === '' ? Number.NaN : Number(raw)) : (timePartOf(raw, part) ?? Number.NaN);
      return !Number.isNaN(number) && compare(number, than);
    },
  };
}

function fieldTest(name: string, modifiers: readonly string[], cased: boolean): ValueTest {
  const loose = (...names: string[]): boolean => modifiers.some((modifier) => names.includes(modifier));
  return {
    kind: 'field',
    name: name.toLowerCase(),
    before: loose('contains', 'endswith'),
    after: loose('contains', 'startswith'),
    cased,
  };
}

function toBoolean(value: SigmaScalar): boolean {
  if (value === true || value === 'true' || value === 'yes') return true;
  if (value === false || value === 'false' || value === 'no') return false;
  throw new RuleError('exists takes true or false');
}

/** What a value asks, as a person reads it. */
export function describeTest(test: ValueTest): string {
  if (test.kind === 'text') return `${test.cased ? 'is exactly' : 'is'} ${JSON.stringify(writePieces(test.pieces))}`;
  if (test.kind === 'regex') return `fits the expression ${test.pattern}`;
  if (test.kind === 'number') return `${test.part === null ? '' : `${test.part} `}${test.op} ${test.than}`;
  if (test.kind === 'cidr') return `lies in ${test.range}`;
  if (test.kind === 'exists') return test.wanted ? 'is there' : 'is not there';
  return test.kind === 'null' ? 'is empty' : `is what ${test.name} is`;
}
