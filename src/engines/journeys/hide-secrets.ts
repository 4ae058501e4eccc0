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
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}
