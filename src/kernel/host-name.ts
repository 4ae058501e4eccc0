const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const PUBLIC = new RegExp(`^(?=.{4,253}$)(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$`);
const INNER = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|svc)$/;

/**
 * A host name as people reach each other by it, in small letters and without the dot at its end; `null` for what is none: an address, a
 * single word, a name of an inner network, anything with a port. Pure.
 */
export function publicHostName(text: string): string | null {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  return PUBLIC.test(name) && !INNER.test(name) ? name : null;
}
