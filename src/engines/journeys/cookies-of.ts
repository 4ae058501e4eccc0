import type { BrowserContext } from 'playwright-core';

type Cookie = Parameters<BrowserContext['addCookies']>[0][number];

/** A line of `Set-Cookie` as the browser is told of it; none when it is for another host or makes no sense. Pure. */
export function cookiesOf(line: string, url: URL): Cookie[] {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const cut = pair.indexOf('=');
  const name = pair.slice(0, Math.max(0, cut)).trim();
  if (name === '' || line.length > 8_192) return [];
  const told = new Map(rest.map((part) => [part.split('=')[0]?.toLowerCase() ?? '', part.split('=').slice(1).join('=')] as const));
  const domain = (told.get('domain') ?? '').replace(/^\./, '').toLowerCase() || url.hostname;
  if (domain !== url.hostname && !url.hostname.endsWith(`.${domain}`)) return [];
  const age = told.get('max-age');
  const expires =
    age !== undefined && /^-?\d{1,12}$/.test(age) ? Date.now() / 1_000 + Number(age) : Date.parse(told.get('expires') ?? '') / 1_000;
  const sameSite = ({ strict: 'Strict', lax: 'Lax', none: 'None' } as const)[(told.get('samesite') ?? '').toLowerCase() as 'strict'];
  return [
    {
      ...{ name, value: pair.slice(cut + 1).trim(), domain: told.has('domain') ? `.${domain}` : domain },
      ...{
        path: told.get('path')?.startsWith('/') ? (told.get('path') ?? '/') : '/',
        httpOnly: told.has('httponly'),
        secure: told.has('secure'),
      },
      ...(Number.isFinite(expires) ? { expires: Math.max(0, expires) } : {}),
      ...(sameSite === undefined ? {} : { sameSite }),
    },
  ];
}
