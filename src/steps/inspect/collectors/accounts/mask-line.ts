/** A line of a page as it may be kept: addresses, long numbers, codes and the texts that were typed are taken out. */
export function maskLine(line: string, typed: readonly string[], longest = 200): string {
  const out = typed.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '…')), line);
  return out
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '…')
    .replace(/\d{3,}/g, '#')
    .replace(/[A-Za-z0-9_-]{24,}/g, '…')
    .slice(0, longest);
}
