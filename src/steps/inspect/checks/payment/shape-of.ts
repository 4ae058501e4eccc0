/** The source without what changes at every visit: numbers, long texts, ids. */
export function shapeOf(source: string): string {
  return source
    .replace(/(["'`])(?:\\.|(?!\1)[^\\\n]){12,}\1/g, '$1$1')
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '0')
    .replace(/\s+/g, ' ');
}
