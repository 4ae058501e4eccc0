/** A part of a page: text that stands between tags, a tag as it is written, or what a script or style holds. Comments are none. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly name: string; readonly isEnd: boolean; readonly tag: string }
  | { readonly kind: 'raw'; readonly name: string; readonly text: string };

/** Elements whose content holds no tags. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noembed']);
const NAME = /[a-z][a-z0-9:-]{0,60}/y;

/**
 * Cuts a page into its pieces, once from its beginning to its end, however broken it is: the time grows with its length and no more. As in
 * browsers, what is not closed (a comment, a script) reaches to the end. Pure.
 */
export function* piecesOf(body: string): Generator<Piece> {
  const lower = body.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let quotes = true;
  let begun = 0;
  for (let at = body.indexOf('<'); at !== -1; ) {
    const next = lower.charCodeAt(at + 1);
    if (!(next >= 0x61 && next <= 0x7a) && next !== 0x2f && next !== 0x21 && next !== 0x3f) {
      at = body.indexOf('<', at + 1);
      continue;
    }
    const isEnd = next === 0x2f;
    NAME.lastIndex = at + (isEnd ? 2 : 1);
    const name = NAME.exec(lower)?.[0];
    if (at > begun) yield { kind: 'text', text: body.slice(begun, at) };
    if (name === undefined) {
      begun = endOfNote(body, at);
    } else {
      let end = quotes ? endOfTag(body, at) : body.indexOf('>', at);
      // A quotation that never ends is looked for once; from there on quotes count for nothing.
      if (end === -1 && quotes) {
        quotes = false;
        end = body.indexOf('>', at);
      }
      if (end === -1) return;
      begun = end + 1;
      yield { kind: 'tag', name, isEnd, tag: body.slice(at, begun) };
      if (RAW.has(name) && !isEnd) {
        const close = lower.indexOf(`</${name}`, begun);
        yield { kind: 'raw', name, text: body.slice(begun, close === -1 ? undefined : close) };
        if (close === -1) return;
        begun = close;
      }
    }
    at = body.indexOf('<', begun);
  }
  if (begun < body.length) yield { kind: 'text', text: body.slice(begun) };
}

/** Behind a comment, a doctype or an instruction. */
function endOfNote(body: string, at: number): number {
  const isComment = body.startsWith('<!--', at);
  const end = isComment ? body.indexOf('-->', at + 4) : body.indexOf('>', at);
  return end === -1 ? body.length : end + (isComment ? 3 : 1);
}

/** The `>` that ends a tag, not one within a quoted value; -1: there is none. */
function endOfTag(body: string, at: number): number {
  let quote = 0;
  let isValue = false;
  for (let place = at; place < body.length; place += 1) {
    const code = body.charCodeAt(place);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x3e) return place;
    else if (code === 0x3d) isValue = true;
    else if ((code === 0x22 || code === 0x27) && isValue) {
      quote = code;
      isValue = false;
    } else if (code > 0x20) isValue = false;
  }
  return -1;
}

/** The start tags of these elements, as they are written, without what stands in comments and scripts. Pure. */
export function startTagsOf(body: string, names: readonly string[]): readonly { readonly name: string; readonly tag: string }[] {
  const wanted = new Set(names);
  const found: { name: string; tag: string }[] = [];
  for (const piece of piecesOf(body)) {
    if (piece.kind === 'tag' && !piece.isEnd && wanted.has(piece.name)) found.push({ name: piece.name, tag: piece.tag });
  }
  return found;
}

/** The value of an attribute of a start tag, as it is written; null: it has none. Pure. */
export function attributeOf(tag: string, name: string): string | null {
  const match = new RegExp(`[\\s"'/]${name}\\s{0,20}=\\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(tag);
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? null;
}

/** What a page says it was made with; null: nothing. Pure. */
export function generatorOf(body: string): string | null {
  const meta = startTagsOf(body, ['meta']).find(({ tag }) => /^generator$/i.test(attributeOf(tag, 'name') ?? ''));
  return meta === undefined ? null : (attributeOf(meta.tag, 'content')?.slice(0, 200) ?? null);
}
