import { domainToASCII } from 'node:url';
import { ShopbellError } from '#kernel/errors.ts';
import type { OutgoingMail } from './types.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these characters could inject a header.
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9.+-]+$/;
const LOCAL_PART = /^[^\s"(),:;<>@[\\\]]{1,64}$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const OWN_HEADERS = new Set([
  'from',
  'to',
  'cc',
  'bcc',
  'subject',
  'date',
  'message-id',
  'reply-to',
  'sender',
  'mime-version',
  'content-type',
]);

/**
 * Whether a text is one plain mail address: one local part (letters of any script) and one domain (IDN allowed).
 * Display names, comments, quotes and lists are not.
 */
export function isMailAddress(text: string): boolean {
  if (CONTROL.test(text)) return false;
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const local = text.slice(0, at);
  if (!LOCAL_PART.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  return DOMAIN.test(domainToASCII(text.slice(at + 1)));
}

/** Refuses a mail that could smuggle headers or has no real address. Throws INPUT_INVALID, which never repeats the address. */
export function checkMail(mail: OutgoingMail): void {
  refuseUnless(isMailAddress(mail.to), 'to: is not one mail address');
  refuseUnless(isMailAddress(mail.from.address), 'from: is not one mail address');
  refuseUnless(mail.replyTo === undefined || isMailAddress(mail.replyTo), 'replyTo: is not one mail address');
  refuseUnless(!CONTROL.test(mail.from.name), 'from: the name has a line break or control character');
  refuseUnless(!CONTROL.test(mail.subject), 'subject: has a line break or control character');
  refuseUnless(ID.test(mail.id), 'id: may have letters, digits, dot, hyphen and underscore only');
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    refuseUnless(HEADER_NAME.test(name), 'headers: a name is not a header name');
    refuseUnless(!OWN_HEADERS.has(name.toLowerCase()), `headers: ${name} has a field of its own`);
    refuseUnless(!CONTROL.test(value), `headers: ${name} has a line break or control character`);
  }
  for (const { name, type } of mail.attachments ?? []) {
    refuseUnless(ID.test(name), 'attachments: a name may have letters, digits, dot, hyphen and underscore only');
    refuseUnless(MEDIA_TYPE.test(type), 'attachments: a type is not a media type');
  }
}

function refuseUnless(fine: boolean, reason: string): void {
  if (!fine) throw new ShopbellError('INPUT_INVALID', { reason });
}
