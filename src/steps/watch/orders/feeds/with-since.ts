/**
 * Puts the place of a value for `:since` into a question, as the database's own language writes it. `null`: the question holds none. In
 * texts and comments `:since` stays a text.
 */
export function withSince(query: string, url: string): { readonly query: string; readonly count: number } | null {
  const place = /^(?:mysql|mariadb):/i.test(url) ? '?' : /^(?:mssql|sqlserver):/i.test(url) ? '@p1' : '$1';
  let count = 0;
  const filled = query.replace(/'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|::?since\b/g, (found) => {
    if (found !== ':since') return found;
    count += 1;
    return place;
  });
  return count === 0 ? null : { query: filled, count: place === '?' ? count : 1 };
}
