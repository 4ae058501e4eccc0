import { parse } from 'acorn';
import { parse as parseLoose } from 'acorn-loose';
import type { FactList } from '../fact.ts';
import { openFolder } from './fold-js.ts';
import { isNode, type Node, walk } from './node.ts';
import { readCalls } from './read-calls.ts';
import { readNames } from './read-names.ts';
import { readShape } from './read-shape.ts';
import { readTexts } from './read-texts.ts';
import type { ScriptReading } from './script-reading.ts';

const WORTH =
  /atob|fromCharCode|unescape|\beval\b|\bFunction\b|\\x[0-9a-f]{2}|\\u00[2-7]|_0x|card|cvv|cvc|\bcc[_-]|checkout|one-?page|onestep|payment|WebSocket|RTCPeer|sendBeacon|reverse\(|charCodeAt|\.src\b|\$\.post|\bajax\b|fetch\(/i;
const LOOSE = 600_000;
const LAYERS = 8;

/** Whether a script was read as syntax or only as text. */
export type HowRead = 'parsed' | 'loose' | 'text' | 'skipped';

/**
 * Reads a script by what it does: constants folded, addresses, what is read from forms and where it is sent. Nothing is run.
 * `offset`: where it stands in its file. A script that cannot be parsed is read as far as it makes sense.
 */
export function readScript(text: string, facts: FactList, offset = 0, layer = 0): HowRead {
  readShape(text, facts, offset, layer);
  if (!WORTH.test(text)) return 'skipped';
  const { root, how } = parsed(text);
  if (root === null) return 'text';
  const folder = openFolder(readNames(root));
  const reading: ScriptReading = {
    text,
    facts,
    folder,
    layer,
    at: (node) => offset + node.start,
    unpack: (code, node) => {
      if (layer < LAYERS) readScript(code, facts, offset + node.start, layer + 1);
    },
    anchored: layer > 0,
  };
  const placed: ScriptReading = layer === 0 ? reading : { ...reading, at: () => offset };
  for (const node of walk(root)) {
    readTexts(placed, node);
    readCalls(placed, node);
  }
  return how;
}

function parsed(text: string): { readonly root: Node | null; readonly how: HowRead } {
  const options = {
    ecmaVersion: 'latest',
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    allowAwaitOutsideFunction: true,
  } as const;
  for (const sourceType of ['script', 'module'] as const) {
    try {
      const root: unknown = parse(text, { ...options, sourceType });
      return { root: isNode(root) ? root : null, how: 'parsed' };
    } catch {
      // Tried as the next kind, in the end as far as it makes sense.
    }
  }
  if (text.length > LOOSE) return { root: null, how: 'text' };
  try {
    const root: unknown = parseLoose(text, { ecmaVersion: 'latest' });
    return { root: isNode(root) ? root : null, how: 'loose' };
  } catch {
    return { root: null, how: 'text' };
  }
}
