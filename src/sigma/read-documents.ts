import { type Document, isMap, isNode, isPair, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { type Pipeline, pipelineShape } from './pipeline/pipeline-shape.ts';
import { RuleError, type RulePath, type RuleProblem } from './problem.ts';
import { correlationShape, filterShape, ruleShape, type SigmaCorrelation, type SigmaFilter, type SigmaRule } from './shapes.ts';

export interface RuleFile {
  /** Its name as a person would say it, shown in problems. */
  readonly name: string;
  readonly text: string;
}

interface Place {
  readonly file: string;
  readonly line: number;
  /** The line of what stands at a path inside the document, or of the nearest thing above it. */
  lineOf(path: RulePath): number;
}

export type RuleDocument =
  | { readonly kind: 'rule'; readonly place: Place; readonly body: SigmaRule }
  | { readonly kind: 'correlation'; readonly place: Place; readonly body: SigmaCorrelation }
  | { readonly kind: 'filter'; readonly place: Place; readonly body: SigmaFilter };

interface FileContents {
  readonly documents: readonly RuleDocument[];
  readonly pipelines: readonly Pipeline[];
  readonly problems: readonly RuleProblem[];
}

const MOST_TEXT = 1_000_000;

/** Reads the YAML documents of a file. What is not valid becomes a problem with its line; the other documents are read all the same. */
export function readDocuments(file: RuleFile): FileContents {
  const problems: RuleProblem[] = [];
  const pipelines: Pipeline[] = [];
  const documents: RuleDocument[] = [];
  const problem = (line: number, reason: string, rule = ''): void => void problems.push({ file: file.name, line, rule, reason });
  if (file.text.length > MOST_TEXT) {
    problem(0, `the file has more than ${MOST_TEXT} characters`);
    return { documents, pipelines, problems };
  }
  // A text in another encoding would be matched with other letters than it was written with.
  const foreign = file.text.indexOf('\uFFFD');
  if (foreign >= 0) {
    problem(file.text.slice(0, foreign).split('\n').length, 'this is not UTF-8: save the file as UTF-8 (it may be UTF-16 or Latin-1)');
    return { documents, pipelines, problems };
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(file.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (!Array.isArray(parsed)) {
    problem(0, 'there is no document in it');
    return { documents, pipelines, problems };
  }
  for (const document of parsed) {
    const [broken] = document.errors;
    if (broken) {
      problem(lines.linePos(broken.pos[0]).line, `this is not YAML: ${broken.message}`);
      continue;
    }
    if (document.contents === null) continue;
    const place = placeOf(file.name, document, lines);
    try {
      const body = bodyOf(document);
      if (typeof body === 'object' && body !== null && 'transformations' in body) pipelines.push(check(pipelineShape, body));
      else documents.push(readDocument(body, place));
    } catch (thrown) {
      if (!(thrown instanceof RuleError)) throw thrown;
      problem(place.lineOf(thrown.path), thrown.message, titleOf(document));
    }
  }
  if (documents.length + pipelines.length + problems.length === 0) problem(0, 'there is no rule in it');
  return { documents, pipelines, problems };
}

function readDocument(body: unknown, place: Place): RuleDocument {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RuleError('a rule is a map with title, logsource and detection');
  if ('action' in body) throw new RuleError('collections with “action” were dropped from Sigma; write each rule out', ['action']);
  if ('correlation' in body) return { kind: 'correlation', place, body: check(correlationShape, body) };
  if ('filter' in body) return { kind: 'filter', place, body: check(filterShape, body) };
  return { kind: 'rule', place, body: check(ruleShape, body) };
}

function bodyOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    throw new RuleError(`this cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function check<T>(shape: z.ZodType<T>, body: unknown): T {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  throw new RuleError(`${path.join(' › ') || 'the rule'}: ${issue?.message ?? 'is not valid'}`, path);
}

function placeOf(file: string, document: Document, lines: LineCounter): Place {
  const lineAt = (offset: number | undefined): number => (offset === undefined ? 0 : lines.linePos(offset).line);
  const top = lineAt(document.contents?.range?.[0]);
  return {
    file,
    line: top,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const offset = offsetOf(document, path.slice(0, length));
        if (offset !== undefined) return lineAt(offset);
      }
      return top;
    },
  };
}

/** Where the key (or the list's item) of a path begins. */
function offsetOf(document: Document, path: RulePath): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === String(last));
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function titleOf(document: Document): string {
  const title = document.get('title');
  return typeof title === 'string' ? title : '';
}
