/** Deeper than any tool nests; a parser that follows more of it takes seconds and overflows. */
const MOST_DEEP = 500;

const [QUOTE, BACKSLASH, LESS, SLASH, MORE] = [0x22, 0x5c, 0x3c, 0x2f, 0x3e];

/** Whether a document in JSON or XML nests deeper than a bill of materials ever does. One pass over the bytes. Pure. */
export function isTooDeep(bytes: Uint8Array, isXml: boolean): boolean {
  return isXml ? isDeepXml(bytes) : isDeepJson(bytes);
}

function isDeepJson(bytes: Uint8Array): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > MOST_DEEP) return true;
  }
  return false;
}

/** A little generous: what stands in comments counts too. */
function isDeepXml(bytes: Uint8Array): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === LESS) {
      const next = bytes[at + 1] ?? 0;
      if (next === SLASH) depth -= 1;
      else if (next !== 0x21 && next !== 0x3f) depth += 1;
    } else if (bytes[at] === MORE && bytes[at - 1] === SLASH) depth -= 1;
    if (depth > MOST_DEEP) return true;
  }
  return false;
}
