/** Text for XML 1.0, without the signs that it does not allow. */
export function escapeXml(text: string): string {
  const words: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd]/g, '').replace(/[&<>"']/g, (char) => words[char] ?? char);
}
