const COVER = '•••';

/** Makes a function that takes secrets out of a text, however a page or an address writes them. Those of one or two characters would take everything. */
export function hideSecrets(secrets: Readonly<Record<string, string>>): (text: string) => string {
  const forms = [...new Set(Object.values(secrets).flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, COVER), text);
}

function formsOf(secret: string): string[] {
  if (secret.length < 3) return [];
  const percent = encodeURIComponent(secret);
  return [
    secret,
    percent,
    percent.replaceAll('%20', '+'),
    inJson(secret),
    // A text in a selector in a trace.
    inJson(inJson(secret)),
    inJson(inJson(inJson(secret))),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
