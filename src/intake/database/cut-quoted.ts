/** Cuts a line of comma-separated values. `mark` quotes a value; within it stands doubled, or behind a backslash when `escapes`. */
export function cutQuoted(text: string, mark = '"', escapes = false): string[] {
  const values: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] !== mark) {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      values.push(text.slice(at, end));
      at = end;
      continue;
    }
    let value = '';
    for (at++; at < text.length; at++) {
      const sign = text[at];
      if (escapes && sign === '\\') value += `\\${text[++at] ?? ''}`;
      else if (sign !== mark) value += sign;
      else if (text[at + 1] === mark) value += text[at++];
      else break;
    }
    values.push(value);
    const comma = text.indexOf(',', at);
    at = comma < 0 ? text.length : comma;
  }
  return values;
}
