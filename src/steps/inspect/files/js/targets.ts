import { child, children, type Node, nameOf } from './node.ts';
import type { ScriptReading } from './script-reading.ts';
import { hostOf } from './words.ts';

/** Where something is sent or loaded from: a host that the script itself names. */
export interface Target {
  readonly host: string;
  /** The address was hidden. */
  readonly hidden: boolean;
  /** Something that is not fixed is put behind it. */
  readonly carries: boolean;
}

/** The host in this address, as far as it is fixed; null when it is none or names no host. */
export function openTarget(reading: ScriptReading, node: Node | null): Target | null {
  if (node === null) return null;
  const whole = reading.folder.fold(node);
  if (whole !== null) return typeof whole.value === 'string' ? target(whole.value, whole.hidden, false) : null;
  const start = beginning(reading, node, 0);
  return start === null ? null : target(start.text, start.hidden, true);
}

function target(address: string, hidden: boolean, carries: boolean): Target | null {
  const host = hostOf(address);
  return host === null ? null : { host, hidden, carries };
}

/** The fixed text with which an address begins. */
function beginning(reading: ScriptReading, node: Node, depth: number): { readonly text: string; readonly hidden: boolean } | null {
  if (depth > 60) return null;
  const folded = reading.folder.fold(node);
  if (folded !== null) return typeof folded.value === 'string' ? { text: folded.value, hidden: folded.hidden } : null;
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const left = child(node, 'left');
    return left === null ? null : beginning(reading, left, depth + 1);
  }
  if (node.type === 'TemplateLiteral') {
    const text = String((children(node, 'quasis')[0]?.value as { cooked?: unknown } | undefined)?.cooked ?? '');
    return text === '' ? openFirst(reading, node, depth) : { text, hidden: false };
  }
  const callee = child(node, 'callee');
  if (node.type === 'CallExpression' && nameOf(child(callee, 'property')) === 'concat') {
    const owner = child(callee, 'object');
    return owner === null ? null : beginning(reading, owner, depth + 1);
  }
  return null;
}

function openFirst(reading: ScriptReading, node: Node, depth: number): ReturnType<typeof beginning> {
  const [first] = children(node, 'expressions');
  return first === null || first === undefined ? null : beginning(reading, first, depth + 1);
}
