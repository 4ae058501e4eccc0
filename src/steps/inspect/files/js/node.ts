/** A node of a script's syntax, as ESTree has it; looked at by name, since broken scripts give broken nodes. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function child(node: Node | null, key: string): Node | null {
  const value = node?.[key];
  return isNode(value) ? value : null;
}

export function children(node: Node | null, key: string): readonly (Node | null)[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.map((item: unknown) => (isNode(item) ? item : null)) : [];
}

export function nameOf(node: Node | null): string | null {
  return node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;
}

/** Every node, outer ones first; at most so many. */
export function* walk(root: Node, most = 3_000_000): Generator<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined && most-- > 0; node = waiting.pop()) {
    yield node;
    const before = waiting.length;
    for (const key in node) {
      const value = node[key];
      if (Array.isArray(value)) {
        for (const item of value as unknown[]) if (isNode(item)) waiting.push(item);
      } else if (typeof value === 'object' && value !== null && isNode(value)) waiting.push(value);
    }
    if (waiting.length - before > 1) reverseTail(waiting, before);
  }
}

function reverseTail(list: Node[], start: number): void {
  for (let a = start, b = list.length - 1; a < b; a++, b--) {
    const kept = list[a] as Node;
    list[a] = list[b] as Node;
    list[b] = kept;
  }
}
