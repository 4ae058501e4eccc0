const SHORT: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, b: 8, f: 12, v: 11, '"': 34, '\\': 92 };

/** Undoes what nginx (`\x22`) and Apache (`\"`, `\\`, `\n`) do to a quoted field. Bytes become UTF-8; invalid ones are replaced. */
export function unescapeField(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] ?? '';
    const next = text[i + 1] ?? '';
    if (mark !== '\\') {
      pushCharacter(text, i, bytes);
      continue;
    }
    const hex = next === 'x' ? text.slice(i + 2, i + 4) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 3;
    } else if (next in SHORT) {
      bytes.push(SHORT[next] ?? 0);
      i += 1;
    } else bytes.push(92);
  }
  return Buffer.from(bytes).toString('utf8');
}

function pushCharacter(text: string, at: number, bytes: number[]): void {
  const code = text.charCodeAt(at);
  if (code < 128) bytes.push(code);
  else if (code < 0xdc00 || code > 0xdfff) {
    for (const byte of Buffer.from(String.fromCodePoint(text.codePointAt(at) ?? 0xfffd), 'utf8')) bytes.push(byte);
  }
}
