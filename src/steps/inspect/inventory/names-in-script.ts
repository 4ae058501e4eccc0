/** What a script names, read from its text alone: never run. Sorted, each once. */
export interface Named {
  /** Hosts in its texts, also in base64 and in escapes. */
  readonly hosts: readonly string[];
  /** What it can do with the page: `sends by fetch`, `reads what is typed` … keys of `abilities`. */
  readonly does: readonly string[];
  /** Fields of people or cards that it names. */
  readonly fields: readonly string[];
}

const MOST = 200;
const LARGEST = 4_000_000;

const abilities: Readonly<Record<string, RegExp>> = {
  fetch: /\bfetch\s*\(/,
  xhr: /\bXMLHttpRequest\b/,
  beacon: /\bsendBeacon\b/,
  socket: /\bnew\s+(?:WebSocket|EventSource)\b/,
  rtc: /\bRTCPeerConnection\b/,
  image: /\bnew\s+Image\b|createElement\s*\(\s*["'`]img/i,
  frame: /createElement\s*\(\s*["'`]iframe/i,
  script: /createElement\s*\(\s*["'`]script|importScripts\s*\(/i,
  message: /\.postMessage\s*\(/,
  eval: /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(\s*["'`]/,
  write: /document\.write|\.innerHTML\s*=|insertAdjacentHTML/,
  keys: /["'`]key(?:down|up|press)["'`]|\.onkey(?:down|up|press)\b/,
  typed: /["'`](?:input|change|blur)["'`]|\.value\b/,
  forms: /["'`]submit["'`]|\bFormData\b|\.action\s*=/,
  cookie: /document\.cookie/,
  storage: /\b(?:local|session)Storage\b|\bindexedDB\b/,
  clipboard: /\bclipboard\b|["'`](?:copy|paste)["'`]/,
  worker: /serviceWorker|\bnew\s+(?:Shared)?Worker\b/,
  encode: /\bbtoa\b|\batob\b|fromCharCode|charCodeAt/,
  debugger: /\bdebugger\b|devtools/i,
};

const fields: Readonly<Record<string, RegExp>> = {
  card: /cc-?num|card.?num|\bpan\b|credit.?card/i,
  cvc: /\bcvc\b|\bcvv2?\b|cc-?csc|security.?code/i,
  expiry: /cc-?exp|expir(?:y|ation).?(?:date|month|year)|exp.?(?:month|year)/i,
  password: /password|passwd/i,
  email: /e-?mail/i,
  phone: /\bphone\b|telephone/i,
  name: /card.?holder|first.?name|last.?name/i,
};

/** Reads what a script names. Of a very long one the first four million characters. */
export function namesInScript(source: string): Named {
  const text = source.slice(0, LARGEST);
  const open = unescapeText(text);
  const clear = `${open}\n${decodedTexts(open).join('\n')}`;
  return { hosts: hostsIn(clear), does: matching(abilities, clear), fields: matching(fields, clear) };
}

/** Hosts that stand in a text as part of an address. */
function hostsIn(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(
    /(?:(?:https?|wss?):)?\/\/((?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?(?=["'`/?#\\\s)]|$)/gi,
  )) {
    found.add((match[1] ?? '').toLowerCase());
    if (found.size >= MOST) break;
  }
  return [...found].sort();
}

function matching(patterns: Readonly<Record<string, RegExp>>, text: string): string[] {
  return Object.entries(patterns)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name)
    .sort();
}

/** Texts written as escapes, as they read. */
function unescapeText(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\\//gi, (all, two?: string, four?: string) =>
    all === '\\/' ? '/' : String.fromCharCode(Number.parseInt(two ?? four ?? '20', 16)),
  );
}

/** What stands in base64 between quotes, where it reads as a text. */
function decodedTexts(text: string): string[] {
  const decoded: string[] = [];
  for (const match of text.matchAll(/["'`]([A-Za-z0-9+/]{12,4000}={0,2})["'`]/g)) {
    const clear = Buffer.from(match[1] ?? '', 'base64').toString('latin1');
    if (/^[\x20-\x7e\s]+$/.test(clear)) decoded.push(`"${clear}"`);
    if (decoded.length >= MOST) break;
  }
  return decoded;
}
