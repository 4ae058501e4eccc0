const MAX_SOURCE = 400_000;

/**
 * What a script’s source looks like, in words that stand in a report. None of these proves anything: bundles are packed too;
 * together with behaviour they make a verdict believable. Long sources are read at their beginning and end.
 */
export function signsOf(source: string): string[] {
  const text = source.length > MAX_SOURCE ? source.slice(0, MAX_SOURCE / 2) + source.slice(-MAX_SOURCE / 2) : source;
  return rules.filter(({ holds }) => holds(text)).map(({ sign }) => sign);
}

const rules: readonly { readonly sign: string; holds(text: string): boolean }[] = [
  { sign: 'names hidden as hexadecimal numbers', holds: (text) => count(text, /\b_0x[0-9a-f]{2,8}\b/gi) > 12 },
  { sign: 'texts hidden as escapes', holds: (text) => count(text, /\\x[2-7][0-9a-f]/gi) > 80 && share(text, /\\x[2-7][0-9a-f]/gi) > 0.08 },
  {
    sign: 'texts hidden as character codes',
    holds: (text) => /(?:fromCharCode|fromCodePoint)\s*\([^)]{0,40}(?:\d{2,3}\s*,\s*){12}/.test(text),
  },
  { sign: 'packed to be unpacked by eval', holds: (text) => /eval\(function\(p,a,c,k,e,[dr]?\)/.test(text) },
  {
    sign: 'runs code that it decodes',
    holds: (text) =>
      /(?:eval|Function|setTimeout)\s*\(\s*(?:window\.)?(?:atob|unescape|decodeURIComponent|String\.fromCharCode)\s*\(/.test(text),
  },
  { sign: 'an address hidden in base64', holds: hidesAddress },
  {
    sign: 'looks for developer tools',
    holds: (text) => /outer(?:Width|Height)\s*-\s*(?:window\.)?inner(?:Width|Height)|\.firebug|isInitialized.{0,20}Firebug/i.test(text),
  },
  {
    sign: 'waits for checkout addresses',
    holds: (text) => /(?:location|href|pathname|URL)[^;]{0,120}(?:onepage|checkout|onestep|firecheckout|payment)/i.test(text),
  },
  {
    sign: 'names card fields',
    holds: (text) => count(text, /cc[-_]?(?:number|num|cid|cvv|cvc|exp)|card[-_]?number|cvv2?\b|security[-_]?code/gi) >= 2,
  },
  {
    sign: 'remembers whom it has seen',
    holds: (text) => /(?:localStorage|sessionStorage|document\.cookie)[^;]{0,80}(?:getItem|indexOf|includes|match)/.test(text),
  },
];

/** A base64 text that decodes to an address or a host name with a path. */
function hidesAddress(text: string): boolean {
  for (const [, run = ''] of text.matchAll(/["'`]([A-Za-z0-9+/]{14,400}={0,2})["'`]/g)) {
    const decoded = Buffer.from(run, 'base64').toString('latin1');
    if (/^(?:https?:|wss?:)?\/\/[\w.-]+\.[a-z]{2,}(?:[/:?]|$)/i.test(decoded)) return true;
  }
  return false;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function share(text: string, pattern: RegExp): number {
  return ((text.match(pattern) ?? []).join('').length || 0) / Math.max(1, text.length);
}
