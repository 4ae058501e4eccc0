import { createHash } from 'node:crypto';
import { splitScript } from '#engines/script-diff/split-script.ts';
import { shapeOf } from '../checks/payment/shape-of.ts';
import { namesInScript } from '../inventory/names-in-script.ts';

/** Lines of a script in the page that a baseline remembers; longer ones are known by their beginning. */
const MOST_LINES = 400;
const MARK = 6;
/** Below this share of lines that are alike two scripts have nothing to do with each other. */
const LIKE = 0.3;

/**
 * What a baseline remembers of a script that stands in the page itself, so that a changed one is known again and its new lines can be shown,
 * without keeping the script: what pages carry in their scripts may be personal.
 */
export interface ScriptTrace {
  /** Six hexadecimal signs a line, of the line without numbers, long texts and spaces. */
  readonly lines: string;
  /** Hosts that it names. */
  readonly names: readonly string[];
}

interface LineOfTrace {
  readonly mark: string;
  readonly text: string;
}

/** The lines of a script with their marks. Pure. */
function linesOf(source: string): LineOfTrace[] {
  return splitScript(source)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 1)
    .slice(0, MOST_LINES)
    .map((text) => ({ mark: createHash('sha256').update(shapeOf(text)).digest('hex').slice(0, MARK), text }));
}

export function traceOf(source: string): ScriptTrace {
  return {
    lines: linesOf(source)
      .map(({ mark }) => mark)
      .join(''),
    names: namesInScript(source).hosts,
  };
}

function marksOf({ lines }: Pick<ScriptTrace, 'lines'>): string[] {
  return lines.match(/[0-9a-f]{6}/g) ?? [];
}

/** The share of lines that both have, from nought to one. Pure. */
function likenessOf(a: Pick<ScriptTrace, 'lines'>, b: Pick<ScriptTrace, 'lines'>): number {
  const [left, right] = [new Set(marksOf(a)), new Set(marksOf(b))];
  const all = new Set([...left, ...right]);
  return all.size === 0 ? 0 : [...left].filter((mark) => right.has(mark)).length / all.size;
}

interface Traced {
  readonly key: string;
  readonly party: string;
  readonly trace?: ScriptTrace | undefined;
}

/** Which of the new scripts was which of those that are gone, the most alike first, each once: key of the new → the old. Pure. */
export function pairTraces<T extends Traced>(fresh: readonly Traced[], gone: readonly T[]): ReadonlyMap<string, T> {
  const pairs = fresh
    .flatMap((one) =>
      gone.map((old) => ({ one, old, like: one.party === old.party && one.trace && old.trace ? likenessOf(one.trace, old.trace) : 0 })),
    )
    .filter(({ like }) => like >= LIKE)
    .sort((a, b) => b.like - a.like);
  const found = new Map<string, T>();
  for (const { one, old } of pairs) if (!found.has(one.key) && ![...found.values()].includes(old)) found.set(one.key, old);
  return found;
}

/** What became different, in lines that people read: hosts that are named now, lines that came, and how many went. Pure. */
export function changesSince(old: ScriptTrace, now: ScriptTrace, source: string): string[] {
  const [before, marks] = [new Set(marksOf(old)), new Set(marksOf(now))];
  const came = linesOf(source).filter(({ mark }) => !before.has(mark));
  const went = [...before].filter((mark) => !marks.has(mark)).length;
  const hosts = now.names.filter((name) => !old.names.includes(name));
  return [
    ...(hosts.length > 0 ? [`it now names ${hosts.slice(0, 8).join(', ')}`] : []),
    ...came.slice(0, 12).map(({ text }) => `+ ${text.slice(0, 200)}`),
    ...(came.length > 12 ? [`and ${came.length - 12} more new lines`] : []),
    ...(went > 0 ? [`${went} ${went === 1 ? 'line of before is' : 'lines of before are'} gone`] : []),
  ];
}
