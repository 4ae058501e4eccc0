/** Headers on which the safety of a payment page rests (PCI DSS 4.0.1, 11.6.1): who may run scripts in it, frame it, read from it. */
const securityHeaders = [
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'access-control-allow-origin',
] as const;

/** The value of each such header without what is new at every visit; an empty text where the page comes without it. */
export function securityHeadersOf(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return new Map(securityHeaders.map((name) => [name, steady(given.get(name) ?? '')]));
}

function steady(value: string): string {
  return value
    .replace(/'nonce-[^']*'/g, "'nonce-*'")
    .replace(/(report-uri|report-to)\s+[^;,]+/gi, (all) => all.replace(/\?[^\s;,]*/g, ''))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 8_000);
}
