/** A made-up value that was typed, to be looked for in what the page sends. */
export interface Canary {
  readonly field: string;
  readonly value: string;
}

export interface Sighting {
  readonly field: string;
  /** How it was hidden: `plain`, `base64`, `url > base64`, `reversed` … */
  readonly encoding: string;
}

const ROUNDS = 3;
const MAX_TEXT = 200_000;

/**
 * Looks for typed values in a text in the clear, url-decoded, in base64, in hex, reversed, and in combinations of up to three of
 * these. Card numbers are found with their digits grouped too. A value shorter than six characters is not looked for: it would be found by chance.
 */
export function findCanaries(text: string, canaries: readonly Canary[]): Sighting[] {
  const wanted = canaries.filter(({ value }) => value.length >= 6);
  const sightings = new Map<string, Sighting>();
  const seen = new Set<string>();
  let layer: { text: string; path: readonly string[] }[] = [{ text: text.slice(0, MAX_TEXT), path: [] }];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { text: candidate, path } of layer) {
      for (const { field, value } of wanted) {
        if (!sightings.has(field) && contains(candidate, value)) sightings.set(field, { field, encoding: path.join(' > ') || 'plain' });
      }
    }
    if (sightings.size === wanted.length) break;
    layer = layer.flatMap(({ text: candidate, path }) =>
      decodings(candidate)
        .filter(({ text: decoded }) => !seen.has(decoded) && seen.add(decoded))
        .map(({ name, text: decoded }) => ({ text: decoded, path: [...path, name] })),
    );
  }
  return [...sightings.values()];
}

function contains(text: string, value: string): boolean {
  if (text.includes(value)) return true;
  if (!/^\d{12,}$/.test(value)) return text.toLowerCase().includes(value.toLowerCase());
  return text.replace(/(?<=\d)[\s-](?=\d)/g, '').includes(value);
}

function decodings(text: string): { readonly name: string; readonly text: string }[] {
  const all: { name: string; text: string }[] = [{ name: 'reversed', text: [...text].reverse().join('') }];
  if (/%[0-9a-f]{2}|\+/i.test(text)) all.push({ name: 'url', text: unescapeUrl(text) });
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)) {
    const decoded = Buffer.from(run, 'base64').toString('latin1');
    if (isReadable(decoded)) all.push({ name: 'base64', text: decoded });
  }
  for (const [run] of text.matchAll(/(?:(?:0x|\\x)?[0-9a-f]{2}[\s,:]?){6,}/gi)) {
    const decoded = Buffer.from(run.replace(/0x|\\x|[\s,:]/gi, ''), 'hex').toString('latin1');
    if (isReadable(decoded)) all.push({ name: 'hex', text: decoded });
  }
  return all;
}

/** Decodes what can be decoded and leaves broken escapes as they are. */
function unescapeUrl(text: string): string {
  return text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function isReadable(text: string): boolean {
  const printable = text.replace(/[^\x20-\x7e]/g, '').length;
  return text.length >= 6 && printable / text.length > 0.8;
}
