import type { LogLine } from './log-line.ts';

const SPACE = 32;

function isMethod(text: string, end: number): boolean {
  if (end < 1 || end > 20) return false;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (!((code >= 65 && code <= 90) || code === 45 || code === 95)) return false;
  }
  return true;
}

/**
 * Reads `GET /path HTTP/1.1`. HTTP/0.9 (`GET /path`) and absolute form are understood; anything else is kept
 * as it is in `target` with method '', so that detection sees what was tried.
 */
export function scanRequestLine(text: string, into: LogLine): void {
  const first = text.indexOf(' ');
  if (first < 1 || !isMethod(text, first)) {
    into.method = '';
    into.target = text === '-' ? '' : text;
    return;
  }
  let end = text.length;
  const last = text.lastIndexOf(' ');
  if (last > first && text.startsWith('HTTP/', last + 1)) end = last;
  let start = first + 1;
  while (text.charCodeAt(start) === SPACE) start++;
  into.method = text.slice(0, first);
  setTarget(text.slice(start, end), into);
}

/** Sets path, query and host from a target in origin or absolute form. */
export function setTarget(target: string, into: LogLine): void {
  if (target.charCodeAt(0) !== 47 && (target.startsWith('http://') || target.startsWith('https://'))) {
    const from = target.indexOf('//') + 2;
    const slash = target.indexOf('/', from);
    if (into.host === '') into.host = slash < 0 ? target.slice(from) : target.slice(from, slash);
    into.target = slash < 0 ? '/' : target.slice(slash);
    return;
  }
  into.target = target;
}
