import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { isHarmlessSource, isRefusedFunction, isRefusedName } from './guard-query.ts';

const NODE = /^( *)(\w+)(?: (\S+))?/;

/**
 * Holds what the engine itself understood of a typed query to what the guard let through: a table only with the condition on the organisation
 * behind it, no function and no name that reaches further. `tree`: the lines of `EXPLAIN AST` of the guarded query. So a text that the engine
 * reads otherwise than the guard does is refused, whatever it is. Throws TELEMETRY_QUERY_UNGUARDED.
 */
export function checkTree(tree: readonly string[], org: OrgId): void {
  let expression = -1;
  for (const [nth, line] of tree.entries()) {
    const [, indent = '', kind = '', said = ''] = NODE.exec(line) ?? [];
    const name = said.toLowerCase();
    if (kind === 'Set') refuse('settings');
    if (kind === 'TableExpression') expression = indent.length;
    const isSource = expression >= 0 && indent.length === expression + 1;
    if (kind === 'Function' && (isSource ? !isHarmlessSource(name) : isRefusedFunction(name))) refuse(`${name}()`);
    if (kind === 'Identifier' && isRefusedName(name)) refuse(name);
    // What reads from nothing reads from one row of it.
    if (kind !== 'TableIdentifier' || name === 'system.one') continue;
    if (name.includes('.') || (isRefusedName(name) && !isLimited(tree.slice(nth + 1, nth + 7), org))) refuse(name);
  }
}

/** Whether the lines behind a table are the condition that the guard puts there. */
function isLimited(behind: readonly string[], org: OrgId): boolean {
  const [what = '', , column = '', ...rest] = behind.map((line) => line.trim());
  if (!what.startsWith('Function equals ') || column !== 'Identifier org_id') return false;
  return rest.some((line) => line === `Literal '${org}'` || line.startsWith('QueryParameter org:'));
}

function refuse(what: string): never {
  throw new ShopbellError('TELEMETRY_QUERY_UNGUARDED', { table: what });
}
