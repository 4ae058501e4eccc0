export interface ReadPage {
  /** What a page says: texts between tags, comments included, entities of signs decoded. */
  readonly words: string;
  /** Values that stand in inputs, with their names. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
  readonly scripts: readonly { readonly type: string; readonly code: string }[];
}

const MOST_TAG = 4_000;
const MOST_INPUTS = 500;

/** Reads a page once from left to right, broken ones too; nothing is tried twice, so that no page can make it slow. */
export function readHtml(html: string): ReadPage {
  const words: string[] = [];
  const inputs: { name: string; value: string }[] = [];
  const scripts: { type: string; code: string }[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      words.push(html.slice(at));
      break;
    }
    if (open > at) words.push(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      words.push(html.slice(open + 4, end < 0 ? html.length : end));
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const close = html.indexOf('>', open + 1);
    if (close < 0) break;
    const tag = html.slice(open, Math.min(close, open + MOST_TAG));
    const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
    at = close + 1;
    if (name === 'script' || name === 'style' || name === 'textarea') {
      if (tag.startsWith('</')) continue;
      const end = lower.indexOf(`</${name}`, at);
      const inside = html.slice(at, end < 0 ? html.length : end);
      if (name === 'script' && inside.trim() !== '') scripts.push({ type: attribute(tag, 'type'), code: inside });
      if (name === 'textarea') addInput(inputs, tag, inside);
      at = end < 0 ? html.length : end;
    } else if (name === 'input') addInput(inputs, tag, attribute(tag, 'value'));
    else words.push(' ');
  }
  return { words: decodeSigns(words.join('')), inputs, scripts };
}

function addInput(inputs: { name: string; value: string }[], tag: string, value: string): void {
  const name = attribute(tag, 'name') || attribute(tag, 'id');
  const text = decodeSigns(value);
  // A hidden input of that kind is how a form knows that it was asked for: its value is this visit's own.
  if (text === '' || inputs.length >= MOST_INPUTS || /csrf|token|nonce|form_key|captcha|session/i.test(name)) return;
  inputs.push({ name, value: text });
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`[\\s"'/]${name}\\s{0,3}=\\s{0,3}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
}

const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.' };

function decodeSigns(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return SIGNS[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 31 && code < 0x11_0000 && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
  });
}
