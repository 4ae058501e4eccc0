import { LineCounter, parseDocument } from 'yaml';
import { ShopbellError } from '#kernel/errors.ts';
import { type Notice, noticeShape } from './notice.ts';

/** Reads a notice from YAML or JSON (schema shopbell-notice/1). Throws INPUT_INVALID that names the line of every wrong place. Pure. */
export function readNoticeText(text: string, name: string): Notice {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw new ShopbellError('INPUT_INVALID', { reason: `${name}:${lines.linePos(broken.pos[0]).line}: ${broken.message}` });
  const parsed = noticeShape.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => {
    const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...extra];
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
