import type { FactList } from '../fact.ts';
import { readScript } from '../js/read-script.ts';
import { hostOf } from '../js/words.ts';

const SCRIPT = /<script\b([^>]{0,2000})>/gi;
const HANDLER = /\bon(error|load|mouseover|focus|click|submit|toggle|animationstart|begin)\s*=\s*(?:"([^"]{1,20000})"|'([^']{1,20000})')/gi;
const FRAME = /<iframe\b([^>]{0,2000})>/gi;
const MOST_SCRIPTS = 2_000;

/** Reads the scripts that stand in HTML, templates and exports: blocks, handlers, addresses. `offset`: where the text stands in its file. */
export function readHtml(text: string, facts: FactList, offset = 0, layer = 0): void {
  let left = MOST_SCRIPTS;
  SCRIPT.lastIndex = 0;
  for (let open = SCRIPT.exec(text); open !== null && left-- > 0; open = SCRIPT.exec(text)) {
    const start = open.index + open[0].length;
    const attributes = open[1] ?? '';
    const end = endOfScript(text, start);
    SCRIPT.lastIndex = end;
    readSource(attributes, facts, offset + open.index, layer);
    if (
      !/type\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/(?:x-|html|template|ng-template|x-magento))/i.test(attributes) &&
      end > start
    ) {
      readScript(text.slice(start, end), facts, offset + start, layer);
    }
  }
  readHandlers(text, facts, offset, layer);
  readFrames(text, facts, offset, layer);
}

function endOfScript(text: string, start: number): number {
  const close = /<\/script/gi;
  close.lastIndex = start;
  const end = close.exec(text)?.index ?? text.length;
  return Math.min(end, start + 4_000_000);
}

function readSource(attributes: string, facts: FactList, at: number, layer: number): void {
  const source = /\bsrc\s*=\s*["']?([^"'\s>]{1,500})/i.exec(attributes)?.[1];
  if (source === undefined) return;
  const host = hostOf(source);
  if (host !== null) facts.add('html-load:foreign', at, layer, host);
  if (/^data:(?:text|application)\/(?:java|x-java|ecma)/i.test(source)) facts.add('html-load:data', at, layer);
  const packed = /^data:[^,]*;base64,([A-Za-z0-9+/=]{20,})/.exec(source)?.[1];
  if (packed !== undefined) readScript(Buffer.from(packed, 'base64').toString('latin1'), facts, at, layer + 1);
}

function readHandlers(text: string, facts: FactList, offset: number, layer: number): void {
  HANDLER.lastIndex = 0;
  let left = MOST_SCRIPTS;
  for (let match = HANDLER.exec(text); match !== null && left-- > 0; match = HANDLER.exec(text)) {
    const code = match[2] ?? match[3] ?? '';
    const at = offset + match.index;
    const plain = code
      .replace(/&quot;|&#0*34;/g, '"')
      .replace(/&#0*39;|&apos;/g, "'")
      .replace(/&amp;/g, '&');
    if (/\beval\s*\(|\batob\s*\(|fromCharCode|\bunescape\s*\(|\bFunction\s*\(/.test(plain)) {
      facts.add(match[1] === 'error' || match[1] === 'load' ? 'html-handler:decodes' : 'html-handler:code', at, layer);
    }
    if (/createElement\s*\(\s*["']script/.test(plain)) facts.add('html-handler:script', at, layer);
    if (plain.length > 30) readScript(plain, facts, at, layer);
  }
}

/** Frames that nobody sees. */
function readFrames(text: string, facts: FactList, offset: number, layer: number): void {
  FRAME.lastIndex = 0;
  let left = 200;
  for (let match = FRAME.exec(text); match !== null && left-- > 0; match = FRAME.exec(text)) {
    const attributes = match[1] ?? '';
    const host = hostOf(/\bsrc\s*=\s*["']?([^"'\s>]{1,500})/i.exec(attributes)?.[1] ?? '');
    const unseen = /(?:width|height)\s*[=:]\s*["']?[01](?:px)?["';\s>]|display\s*:\s*none|visibility\s*:\s*hidden|left\s*:\s*-\d{3,}/i.test(
      attributes,
    );
    if (host !== null && unseen) facts.add('html-frame:unseen', offset + match.index, layer, host);
  }
}
