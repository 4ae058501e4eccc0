export const authenticationMethods = ['spf', 'dkim', 'dmarc'] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** What the receiving server found, by method: `pass`, `fail`, `none`…; a method of which it says nothing is missing. */
export type Authentication = Readonly<Partial<Record<AuthenticationMethod, string>>>;

const MOST_LETTERS = 20_000;
const RESULT = /^\s*([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/i;

/**
 * Reads the headers `Authentication-Results` (RFC 8601), the topmost first. Only what the server of the topmost one says counts: it put its own on
 * top, and anything below may have been written by whoever sent the mail. Of several signatures one that passes is enough.
 */
export function readAuthentication(headers: readonly string[]): Authentication {
  const read = headers.map(readHeader);
  const own = read.filter(({ server }, nth) => nth === 0 || server === read[0]?.server);
  const found: Partial<Record<AuthenticationMethod, string>> = {};
  for (const { results } of own)
    for (const [method, result] of results) if (found[method] === undefined || result === 'pass') found[method] = result;
  return found;
}

function readHeader(header: string) {
  const [server = '', ...parts] = plainParts(header.slice(0, MOST_LETTERS));
  const results = parts.flatMap((part): [AuthenticationMethod, string][] => {
    const [, name = '', result = ''] = RESULT.exec(part) ?? [];
    const method = authenticationMethods.find((one) => one === name.toLowerCase());
    return method === undefined ? [] : [[method, result.toLowerCase()]];
  });
  return { server: server.trim().split(/\s/, 1)[0]?.toLowerCase() ?? '', results };
}

/** Cuts at semicolons, without comments (which may be nested) and without what stands in quotation marks. */
function plainParts(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\') at += 1;
    else if (isQuoted) isQuoted = letter !== '"';
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (letter === '"') isQuoted = true;
    else if (letter === ';') parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}
