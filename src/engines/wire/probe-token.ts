/** The header by which we know our own mails: nothing else is ever deleted. */
export const PROBE_HEADER = 'X-Shopbell-Probe';

const TOKEN = /^([a-z0-9]{6,40})\.([0-9a-z]{6,10})\.([0-9a-f]{18})$/;

/** `mark.time.random`: which check, when, which mail. */
export function makeToken(mark: string, at: Date, random: Buffer): string {
  return `${mark}.${at.getTime().toString(36)}.${random.toString('hex')}`;
}

/** Reads a token of this mark; `null`: it is none. */
export function readToken(text: string, mark: string): { readonly token: string; readonly sentAt: Date } | null {
  const token = text.trim();
  const [, of, time] = TOKEN.exec(token) ?? [];
  return of !== mark || time === undefined ? null : { token, sentAt: new Date(Number.parseInt(time, 36)) };
}
