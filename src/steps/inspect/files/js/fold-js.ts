import { child, children, type Node, nameOf } from './node.ts';

/** A value that is known without running anything. `hidden`: it was decoded or put together from signs. */
interface Folded {
  readonly value: string | number | readonly Folded[];
  readonly hidden: boolean;
}

/** Names that are given a value once, and which. */
export type Names = ReadonlyMap<string, Node>;

const LONGEST = 1 << 20;
const DEEPEST = 80;

export interface Folder {
  fold(node: Node | null): Folded | null;
}

/** Folds constants of one script: joined texts, decoders of the language, entries of lists. Bounded by steps. */
export function openFolder(names: Names): Folder {
  const known = new Map<Node, Folded | null>();
  let steps = 2_000_000;
  const fold = (node: Node | null, depth: number): Folded | null => {
    if (node === null || depth > DEEPEST || steps-- < 0) return null;
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, null);
    const value = foldNode(node, (inner) => fold(inner, depth + 1), names);
    const kept = value !== null && typeof value.value === 'string' && value.value.length > LONGEST ? null : value;
    known.set(node, kept);
    return kept;
  };
  return { fold: (node) => fold(node, 0) };
}

type Inner = (node: Node | null) => Folded | null;
const plain = (value: Folded['value'], hidden = false): Folded => ({ value, hidden });

function foldNode(node: Node, inner: Inner, names: Names): Folded | null {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? plain(node.value) : null;
    case 'TemplateLiteral':
      return foldTemplate(node, inner);
    case 'Identifier': {
      const name = nameOf(node);
      const value = name === null ? undefined : names.get(name);
      return value === undefined ? null : inner(value);
    }
    case 'ArrayExpression': {
      const items = children(node, 'elements');
      if (items.length > 50_000) return null;
      const values = items.map(inner);
      return values.every((value) => value !== null)
        ? plain(
            values as Folded[],
            values.some((value) => value?.hidden),
          )
        : null;
    }
    case 'BinaryExpression':
      return foldBinary(String(node.operator), inner(child(node, 'left')), inner(child(node, 'right')));
    case 'UnaryExpression': {
      const value = inner(child(node, 'argument'));
      return typeof value?.value === 'number' && node.operator === '-' ? plain(-value.value, value.hidden) : null;
    }
    case 'AssignmentExpression':
    case 'ParenthesizedExpression':
      return inner(child(node, node.type === 'AssignmentExpression' ? 'right' : 'expression'));
    case 'MemberExpression':
      return foldMember(node, inner);
    case 'CallExpression':
      return foldCall(node, inner);
    default:
      return null;
  }
}

function foldTemplate(node: Node, inner: Inner): Folded | null {
  let text = '';
  let hidden = false;
  const values = children(node, 'expressions').map(inner);
  for (const [i, quasi] of children(node, 'quasis').entries()) {
    const cooked = (quasi?.value as { cooked?: unknown } | undefined)?.cooked;
    text += typeof cooked === 'string' ? cooked : '';
    if (i >= values.length) continue;
    const value = values[i];
    if (value === null || value === undefined || typeof value.value === 'object') return null;
    text += String(value.value);
    hidden ||= value.hidden;
  }
  return plain(text, hidden);
}

function foldBinary(operator: string, left: Folded | null, right: Folded | null): Folded | null {
  if (left === null || right === null) return null;
  const hidden = left.hidden || right.hidden;
  const [a, b] = [left.value, right.value];
  if (operator === '+' && typeof a !== 'object' && typeof b !== 'object') {
    return typeof a === 'number' && typeof b === 'number' ? plain(a + b, hidden) : plain(`${a}${b}`, hidden);
  }
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  const value =
    operator === '-'
      ? a - b
      : operator === '*'
        ? a * b
        : operator === '^'
          ? a ^ b
          : operator === '/'
            ? a / b
            : operator === '%'
              ? a % b
              : null;
  return value === null ? null : plain(value, hidden);
}

/** The name of a property, also when it is put together. */
export function propertyName(node: Node, inner: Inner): string | null {
  const property = child(node, 'property');
  if (node.computed !== true) return nameOf(property);
  const value = inner(property);
  return value === null || typeof value.value === 'object' ? null : String(value.value);
}

function foldMember(node: Node, inner: Inner): Folded | null {
  const owner = inner(child(node, 'object'));
  const name = propertyName(node, inner);
  if (owner === null || name === null || typeof owner.value === 'number') return null;
  if (name === 'length') return plain(owner.value.length);
  const item = owner.value[Number(name)];
  if (item === undefined) return null;
  return typeof item === 'string' ? plain(item, true) : item;
}

function texts(args: readonly (Folded | null)[]): string[] | null {
  return args.every((arg) => arg !== null && typeof arg.value !== 'object') ? args.map((arg) => String(arg?.value)) : null;
}

function safely(how: () => string): string | null {
  try {
    return how();
  } catch {
    return null;
  }
}

const FUNCTIONS: Readonly<Record<string, (text: string) => string | null>> = {
  atob: (text) => (/^[\w+/=\s-]*$/.test(text) ? Buffer.from(text, 'base64').toString('latin1') : null),
  unescape: (text) =>
    text.replace(/%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})/g, (_, wide?: string, byte?: string) =>
      String.fromCharCode(Number.parseInt(wide ?? byte ?? '0', 16)),
    ),
  decodeURIComponent: (text) => safely(() => decodeURIComponent(text)),
  decodeURI: (text) => safely(() => decodeURI(text)),
  String: (text) => text,
};

function foldCall(node: Node, inner: Inner): Folded | null {
  const callee = child(node, 'callee');
  const args = children(node, 'arguments').slice(0, 60_000).map(inner);
  if (callee === null) return null;
  const own = nameOf(callee);
  if (own === 'parseInt') return foldParse(args);
  if (own !== null) return foldFunction(own, args);
  if (callee.type !== 'MemberExpression') return null;
  const name = propertyName(callee, inner);
  if (name === null) return null;
  if (name === 'fromCharCode' || name === 'fromCodePoint') return fromCodes(args);
  const owner = inner(child(callee, 'object'));
  if (owner !== null) return foldMethod(name, owner, args, children(node, 'arguments'));
  return foldFunction(name, args);
}

function foldParse(args: readonly (Folded | null)[]): Folded | null {
  const list = texts(args);
  const value = list === null ? Number.NaN : Number.parseInt(list[0] ?? '', Number(list[1] ?? 10) || 10);
  return Number.isNaN(value) ? null : plain(value);
}

function foldFunction(name: string, args: readonly (Folded | null)[]): Folded | null {
  const how = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const [text] = texts(args.slice(0, 1)) ?? [];
  if (how === undefined || text === undefined) return null;
  const value = how(text);
  return value === null ? null : plain(value, name === 'atob' || name === 'unescape' || args[0]?.hidden === true);
}

function fromCodes(args: readonly (Folded | null)[]): Folded | null {
  const [first] = args;
  const list = first !== null && first !== undefined && typeof first.value === 'object' ? first.value : args;
  const codes = list.map((arg) => (arg === null || typeof arg.value === 'object' ? Number.NaN : Number(arg.value)));
  return codes.some(Number.isNaN) ? null : plain(codes.map((code) => String.fromCharCode(code)).join(''), true);
}

function foldMethod(name: string, owner: Folded, args: readonly (Folded | null)[], nodes: readonly (Node | null)[]): Folded | null {
  if (typeof owner.value === 'object') return foldListMethod(name, owner.value, args, nodes);
  if (typeof owner.value === 'number') return name === 'toString' ? plain(owner.value.toString(radix(args))) : null;
  const text = owner.value;
  if (name === 'replace' || name === 'replaceAll') return foldReplace(text, nodes[0] ?? null, args, name === 'replaceAll');
  const list = texts(args);
  if (list === null) return null;
  const [a = '', b] = list;
  switch (name) {
    case 'split':
      return plain(
        text
          .split(a)
          .slice(0, 50_000)
          .map((part) => plain(part, owner.hidden)),
        owner.hidden,
      );
    case 'concat':
      return plain(text + list.join(''), owner.hidden);
    case 'charAt':
      return plain(text.charAt(Number(a)), true);
    case 'charCodeAt':
      return plain(text.charCodeAt(Number(a)) || 0, true);
    case 'substr':
      return plain(text.slice(Number(a), b === undefined ? undefined : Number(a) + Number(b)), true);
    case 'substring':
    case 'slice':
      return plain(text.slice(Number(a), b === undefined ? undefined : Number(b)), true);
    case 'toLowerCase':
      return plain(text.toLowerCase(), owner.hidden);
    case 'toString':
    case 'trim':
      return owner;
    default:
      return null;
  }
}

function radix(args: readonly (Folded | null)[]): number {
  const value = Number(args[0]?.value ?? 10);
  return value >= 2 && value <= 36 ? value : 10;
}

function foldReplace(text: string, search: Node | null, args: readonly (Folded | null)[], all: boolean): Folded | null {
  const put = args[1]?.value;
  if (typeof put !== 'string') return null;
  const { regex } = (search ?? {}) as { regex?: { pattern?: string; flags?: string } };
  if (regex?.pattern !== undefined) {
    // Only what cannot take long: signs and classes of signs.
    if (!/^(?:\\?[^\\()*+?{}|^$]|\[[^\]]{1,60}\])+\+?$/.test(regex.pattern)) return null;
    const value = safely(() => text.replace(new RegExp(regex.pattern ?? '', (regex.flags ?? '').replace(/[^gi]/g, '')), () => put));
    return value === null ? null : plain(value, true);
  }
  const word = args[0]?.value;
  if (typeof word !== 'string' || word === '') return null;
  return plain(all ? text.replaceAll(word, () => put) : text.replace(word, () => put), true);
}

function foldListMethod(
  name: string,
  list: readonly Folded[],
  args: readonly (Folded | null)[],
  nodes: readonly (Node | null)[],
): Folded | null {
  if (name === 'reverse') return plain([...list].reverse(), true);
  if (name === 'join') {
    const glue = args.length === 0 ? ',' : args[0]?.value;
    if (typeof glue !== 'string' || list.some((item) => typeof item.value === 'object')) return null;
    return plain(list.map((item) => String(item.value)).join(glue), list.length > 1);
  }
  if (name === 'slice' || name === 'concat') return plain(list);
  if (name === 'map' && usesCodes(nodes[0] ?? null)) return mapCodes(list);
  return null;
}

/** `.map(n => String.fromCharCode(n))`. */
function usesCodes(node: Node | null): boolean {
  if (node === null) return false;
  const body = child(node, 'body');
  const returned = body?.type === 'BlockStatement' ? child(children(body, 'body')[0] ?? null, 'argument') : body;
  const callee = node.type === 'MemberExpression' ? node : child(returned, 'callee');
  if (nameOf(child(callee, 'property')) !== 'fromCharCode') return false;
  return returned === null || children(returned, 'arguments')[0]?.type === 'Identifier';
}

function mapCodes(list: readonly Folded[]): Folded | null {
  const codes = list.map((item) => Number(item.value));
  return codes.some(Number.isNaN)
    ? null
    : plain(
        codes.map((code) => plain(String.fromCharCode(code), true)),
        true,
      );
}
