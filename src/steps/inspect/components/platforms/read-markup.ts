/** The start tags of a page, and its scripts’ texts, without what is comment or text to read. */
export interface Markup {
  readonly tags: readonly string[];
  readonly scripts: readonly { readonly tag: string; readonly text: string }[];
}

const MOST_TAGS = 8_000;
const MOST_TAG = 1_500;
/** Elements whose content is text and holds no tags. */
const RAW = new Set(['script', 'style', 'textarea', 'template', 'xmp', 'title', 'noembed']);

/** Reads a page once from its beginning to its end, however broken it is: the time grows with its length and no more. Pure. */
export function readMarkup(body: string): Markup {
  const lower = body.toLowerCase();
  const tags: string[] = [];
  const scripts: { tag: string; text: string }[] = [];
  for (let at = body.indexOf('<'); at !== -1 && tags.length < MOST_TAGS; at = body.indexOf('<', at)) {
    if (body.startsWith('<!--', at)) {
      at = after(body.indexOf('-->', at + 4), 3, body);
      continue;
    }
    const name = /^[a-z][a-z0-9-]{0,40}/.exec(lower.slice(at + 1, at + 42))?.[0];
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = body.indexOf('>', at);
    if (end === -1) break;
    const tag = body.slice(at, Math.min(end + 1, at + MOST_TAG));
    tags.push(tag);
    at = end + 1;
    if (!RAW.has(name)) continue;
    const close = lower.indexOf(`</${name}`, at);
    if (name === 'script') scripts.push({ tag, text: body.slice(at, close === -1 ? undefined : close) });
    at = after(close, 2, body);
  }
  return { tags, scripts };
}

/** Behind what was found; behind everything when it was not. */
function after(found: number, length: number, body: string): number {
  return found === -1 ? body.length : found + length;
}
