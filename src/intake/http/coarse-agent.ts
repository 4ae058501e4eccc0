const families: readonly (readonly [string, RegExp])[] = [
  ['Samsung Internet', /SamsungBrowser/],
  ['Opera', /\bOPR\/|\bOpera\b/],
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\b/],
  ['Chrome', /\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\b/],
  ['Safari', /\bSafari\//],
];

/** What a browser calls itself, so coarse that it tells nobody apart: `Chrome`, `Safari mobile`, `other`. */
export function coarseAgent(agent: string): string {
  const cut = agent.slice(0, 500);
  if (cut === '') return '';
  const family = families.find(([, pattern]) => pattern.test(cut))?.[0] ?? 'other';
  return /\bMobile\b|Android|iPhone|iPad/.test(cut) ? `${family} mobile` : family;
}
