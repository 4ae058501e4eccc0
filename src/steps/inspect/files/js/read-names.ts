import { child, type Node, nameOf, walk } from './node.ts';

/** Names that are given a value exactly once in a script, and that value. Scopes are left aside: two of the same name are none. */
export function readNames(root: Node): ReadonlyMap<string, Node> {
  const once = new Map<string, Node>();
  const spoiled = new Set<string>();
  const give = (name: string | null, value: Node | null): void => {
    if (name === null) return;
    if (value === null || once.has(name) || spoiled.has(name)) {
      spoiled.add(name);
      once.delete(name);
    } else once.set(name, value);
  };
  for (const node of walk(root)) {
    if (node.type === 'VariableDeclarator' && child(node, 'init') !== null) give(nameOf(child(node, 'id')), child(node, 'init'));
    else if (node.type === 'AssignmentExpression') give(nameOf(child(node, 'left')), node.operator === '=' ? child(node, 'right') : null);
    else if (node.type === 'UpdateExpression') give(nameOf(child(node, 'argument')), null);
    else if (/^(?:Function|Arrow)/.test(node.type))
      for (const parameter of (node.params as (Node | null)[] | undefined) ?? []) give(nameOf(parameter), null);
  }
  return once;
}
