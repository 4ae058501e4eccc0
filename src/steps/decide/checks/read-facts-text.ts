import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { ShopbellError } from '#kernel/errors.ts';
import { isTimeZone } from '#kernel/time-zone.ts';
import { type Facts, factsFileShape } from './facts.ts';

/** No description of one breach is longer, in characters. */
const LONGEST = 1_000_000;
/** No fact is nested deeper. */
const DEEPEST = 50;
/** More that is wrong than this is not told, nor more of one wrong place, in characters. */
const MOST_TOLD = 20;
const LONGEST_TOLD = 300;

interface Place {
  readonly offset: number | undefined;
}

interface Found {
  readonly reason: string;
  readonly line: number;
}

/** Reads a file of facts. Throws INPUT_INVALID that names the line of every wrong place. Pure. */
export function readFactsText(text: string, name: string): { readonly facts: Facts; readonly timeZone: string | undefined } {
  const unreadable = unreadableText(text);
  if (unreadable) refuse(name, [unreadable]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken) refuse(name, [{ reason: broken.message, line: lineAt(broken.pos[0]) }]);
  const twice = firstTwice(document);
  if (twice) refuse(name, [{ reason: 'Map keys must be unique', line: lineAt(twice.offset) }]);
  const alias = firstAlias(document);
  if (alias) refuse(name, [{ reason: 'a fact is written out: aliases (*name) are not read', line: lineAt(alias.offset) }]);
  const parsed = factsFileShape.safeParse(document.toJS());
  if (!parsed.success) {
    refuse(
      name,
      parsed.error.issues.map((issue) => {
        const path = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
        const reason = path.length === 0 ? 'must be a document with schema and facts' : `${path.join('.')}: ${issue.message}`;
        return { reason, line: lineAt(offsetOf(document, path)) };
      }),
    );
  }
  const { facts, timeZone } = parsed.data;
  if (timeZone !== undefined && (/^[+-]/.test(timeZone) || !isTimeZone(timeZone)))
    refuse(name, [{ reason: `timeZone ${timeZone} is not a known zone`, line: lineAt(offsetOf(document, ['timeZone'])) }]);
  return { facts, timeZone };
}

function refuse(name: string, found: readonly Found[]): never {
  const told = found.slice(0, MOST_TOLD).map(({ reason, line }) => `${name}:${line}: ${shortened(reason)}`);
  const rest = found.length - told.length;
  throw new ShopbellError('INPUT_INVALID', { reason: [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ') });
}

function shortened(text: string): string {
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)} …` : text;
}

/** Bytes that are no text, a text that is too long, or brackets that nobody nests like that by hand. */
function unreadableText(text: string): Found | null {
  if (text.length > LONGEST) return { reason: `the file is longer than ${LONGEST} characters`, line: 1 };
  const odd = text.search(/[\0\uFFFD]/);
  if (odd >= 0) return { reason: 'the file is not text in UTF-8', line: lineOf(text, odd) };
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > DEEPEST) return { reason: `brackets are nested deeper than ${DEEPEST}`, line: lineOf(text, index) };
  }
  return null;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The first key that stands twice in one map. The reader's own search for it takes hours for a file of a million keys. */
function firstTwice(document: Document.Parsed): Place | null {
  let found: Place | null = null;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = { offset: key.range?.[0] };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

function firstAlias(document: Document.Parsed): Place | null {
  let found: Place | null = null;
  visit(document, {
    Alias: (_, node) => {
      found = { offset: node.range?.[0] };
      return visit.BREAK;
    },
  });
  return found;
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return undefined;
}
