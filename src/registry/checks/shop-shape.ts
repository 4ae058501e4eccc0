import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import { isTimeZone } from '#kernel/time-zone.ts';

/** `https://Shop.Example:443/path?x` becomes `https://shop.example`; null when it is no http(s) address or carries a password. */
export function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.origin;
}

/** Whether the address itself says that it is private: an IP address outside the public ranges, or a name that is only local. */
export function isPrivateAddress(origin: string): boolean {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() !== 'unicast';
  return (
    host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local') || host.endsWith('.internal') || !host.includes('.')
  );
}

function isCountry(text: string): boolean {
  return /^[A-Z]{2}$/.test(text) && new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(text) !== undefined;
}

const line = z.string().trim().max(200);
const filled = line.min(1, 'must not be empty');

/** An IANA time zone. */
export const zoneShape = line.refine(isTimeZone, 'must be a time zone such as Europe/Warsaw');

const originShape = z
  .string()
  .trim()
  .max(500)
  .transform((text, ctx) => {
    const origin = originOf(text);
    if (origin !== null) return origin;
    ctx.addIssue({ code: 'custom', message: 'must be an address that starts with https:// or http:// and holds no password' });
    return z.NEVER;
  });

/** A whole http(s) address with its path, for the directory. */
export const addressShape = z
  .string()
  .trim()
  .max(500)
  .refine((text) => originOf(text) !== null, 'must be an address that starts with https:// or http:// and holds no password');

/** Letters to customers come from it and answers go to it: one mail address with a domain, which somebody reads. */
const readMail = line
  .refine((text) => isMailAddress(text) && /@[^@]+\.[^@.]+$/.test(text), 'must be a mail address such as care@shop.example')
  .refine((text) => !/no-?reply|do-?not-?reply/i.test(text), 'must be a mail address that somebody reads');

/** What is known about a shop, as a form or a caller gives it. */
export const shopFields = z.object({
  name: filled,
  url: originShape,
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be the name of a data map')
    .default('generic'),
  allowPrivate: z.boolean(),
  timeZone: zoneShape,
  country: line.toUpperCase().refine(isCountry, 'must be a country code of two letters such as PL'),
  contact: z.object({ name: filled, address: readMail, phone: line.default(''), postal: line.optional() }),
  privacyContact: z.object({ name: filled, address: line.default('') }),
});
