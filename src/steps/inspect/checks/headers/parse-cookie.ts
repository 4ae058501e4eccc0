export interface SetCookie {
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: string | null;
  /** Without a leading dot; `null`: only the host that set it. */
  readonly domain: string | null;
  readonly path: string | null;
  /** Seconds that it is kept; `null`: until the browser is closed, or only a date says so. */
  readonly maxAge: number | null;
}

/** Reads one Set-Cookie line (RFC 6265 §5.2); the value is dropped, for it may be a secret. `null` when it is none. */
export function parseCookie(line: string): SetCookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at).trim();
  if (at < 1 || name === '') return null;
  const set = new Map(attributes.map((part) => [part.split('=')[0]?.trim().toLowerCase() ?? '', part.split('=')[1]?.trim() ?? '']));
  const age = /^-?\d+$/.exec(set.get('max-age') ?? '')?.[0];
  return {
    ...{ name, secure: set.has('secure'), httpOnly: set.has('httponly'), sameSite: set.get('samesite')?.toLowerCase() ?? null },
    domain: set.get('domain')?.replace(/^\./, '').toLowerCase() || null,
    path: set.get('path') || null,
    maxAge: age === undefined ? null : Number(age),
  };
}

const SESSION =
  /(sess|sid|token|auth|login|remember|jwt|customer|account|^PHPSESSID$|^connect\.|^laravel|^frontend$|^PrestaShop|^wordpress_)/i;
const NOT_SECRET = /(csrf|xsrf|form_key)/i;

/** Whether the name is one under which sessions are kept. Tokens against forged requests must be readable by scripts. */
export function isSessionCookie(name: string): boolean {
  return SESSION.test(name) && !NOT_SECRET.test(name);
}
