import { LineCounter, parseDocument } from 'yaml';
import { ShopbellError } from '#kernel/errors.ts';
import { type Facts, factsFileShape } from './facts.ts';

/** Reads a file of facts. Throws INPUT_INVALID that names the line of every wrong place. Pure. */
export function readFactsText(text: string, name: string): { readonly facts: Facts; readonly timeZone: string | undefined } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw new ShopbellError('INPUT_INVALID', { reason: `${name}:${lines.linePos(broken.pos[0]).line}: ${broken.message}` });
  const parsed = factsFileShape.safeParse(document.toJS());
  if (parsed.success) {
    if (parsed.data.timeZone !== undefined && !isZone(parsed.data.timeZone)) {
      throw new ShopbellError('INPUT_INVALID', { reason: `${name}: timeZone ${parsed.data.timeZone} is not a known zone` });
    }
    return { facts: parsed.data.facts, timeZone: parsed.data.timeZone };
  }
  const reasons = parsed.error.issues.map((issue) => {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = [...issue.path, ...extra.slice(0, 1)];
    return `${name}:${lineOf(path)}: ${path.join('.') || 'file'}: ${issue.message}`;
  });
  throw new ShopbellError('INPUT_INVALID', { reason: reasons.join('; ') });

  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
    }
    return 1;
  }
}

function isZone(zone: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC';
}
