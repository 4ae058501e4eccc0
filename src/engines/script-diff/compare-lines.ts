import { diffArrays } from 'diff';
import type { ComparedLine, Comparison } from './types.ts';

const CONTEXT = 3;
const WIDEST = 300;

interface Line {
  readonly text: string;
  readonly shape: string;
}

interface Options {
  readonly values: boolean;
  readonly maxMs: number;
  readonly mostLines: number;
}

/** Compares two texts line by line; `null` when they are too different to be compared in time. */
export function compareLines(before: string, after: string, options: Options): Omit<Comparison, 'how'> | null {
  const [old, fresh] = [before, after].map((text) => text.split('\n').map((line) => asLine(line, options.values)));
  if (old === undefined || fresh === undefined) return null;
  const parts = diffArrays(old, fresh, {
    comparator: (left, right) => left.shape === right.shape,
    timeout: options.maxMs,
    maxEditLength: 30_000,
  });
  if (parts === undefined) return null;
  const all: ComparedLine[] = [];
  let cosmetic = 0;
  let at = 0;
  for (const part of parts) {
    const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
    if (kind === 'same') cosmetic += part.value.filter((line, index) => line.text !== old[at + index]?.text).length;
    if (kind !== 'added') at += part.value.length;
    for (const line of part.value) all.push({ kind, text: line.text.slice(0, WIDEST) });
  }
  const shown = onlyChanged(all);
  const count = (kind: ComparedLine['kind']) => all.filter((line) => line.kind === kind).length;
  return {
    lines: shown.slice(0, options.mostLines),
    added: count('added'),
    removed: count('removed'),
    cosmetic,
    cut: shown.length > options.mostLines,
  };
}

function asLine(line: string, values: boolean): Line {
  const text = line.trimEnd();
  return { text, shape: values ? text.trim() : cosmeticShape(text) };
}

/** A line without what a build or a visit makes anew: long numbers, hexadecimal ids, names of one or two letters. Texts stay as they are. */
function cosmeticShape(line: string): string {
  return line
    .trim()
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '#')
    .replace(/\b\d{5,}\b/g, '0')
    .replace(/(?<![.\w$"'`/-])[A-Za-z_$][A-Za-z0-9_$]?(?![\w$"'`/:-])/g, '_');
}

/** What changed, with a few lines around it. */
function onlyChanged(all: readonly ComparedLine[]): ComparedLine[] {
  const near = new Uint8Array(all.length);
  for (const [index, line] of all.entries()) {
    if (line.kind !== 'same') near.fill(1, Math.max(0, index - CONTEXT), Math.min(all.length, index + CONTEXT + 1));
  }
  const shown: ComparedLine[] = [];
  let skipped = 0;
  for (const [index, line] of all.entries()) {
    if (near[index] === 1) {
      if (skipped > 0) shown.push({ kind: 'skip', text: String(skipped) });
      skipped = 0;
      shown.push(line);
    } else skipped += 1;
  }
  if (skipped > 0 && shown.length > 0) shown.push({ kind: 'skip', text: String(skipped) });
  return shown;
}
