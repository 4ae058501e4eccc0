export interface Hsts {
  /** Seconds; 0 when there is none or it is not a number. */
  readonly maxAge: number;
  readonly includeSubDomains: boolean;
  readonly preload: boolean;
}

/** Reads Strict-Transport-Security as browsers do (RFC 6797 §6.1, §8.1): the first header counts, a directive that stands twice spoils it. */
export function readHsts(header: string | undefined): Hsts {
  const none = { maxAge: 0, includeSubDomains: false, preload: false };
  const directives = (header?.split(',')[0] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);
  const names = directives.map((directive) => directive.split('=')[0]?.trim() ?? '');
  const age = directives.map((directive) => /^max-age\s*=\s*"?(\d+)"?$/.exec(directive)?.[1]).find((value) => value !== undefined);
  if (age === undefined || new Set(names).size !== names.length) return none;
  return { maxAge: Number(age), includeSubDomains: names.includes('includesubdomains'), preload: names.includes('preload') };
}
