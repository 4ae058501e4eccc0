import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { classifyAddress } from '../http/address-policy.ts';
import { reasonOf } from '../http/reason-of.ts';
import { type Lookup, resolveTarget } from '../http/resolve-target.ts';
import type { MailServer, MailStage } from './mail-types.ts';
import type { WireLimits } from './wire-limits.ts';

export interface MailWays {
  readonly lookup: Lookup;
  /** Authorities that are believed (PEM); default: those of the machine. */
  readonly authorities?: readonly string[];
}

export interface MailPlace {
  /** As it is written, without brackets. */
  readonly name: string;
  readonly address: string;
  /** Its certificate must be trusted: a password goes over it. */
  readonly tls: ConnectionOptions;
  /** Until when the certificate that was shown is valid. */
  validTo(): Date | null;
}

const FAULTY_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/;

/** Resolves a mail server once and says how to trust it. In clear only private addresses are spoken to. */
export async function placeOf(server: MailServer, limits: WireLimits, { lookup, authorities }: MailWays): Promise<MailPlace> {
  const [address = server.host] = await resolveTarget(server.host, limits.allowPrivate, lookup);
  if (server.security === 'none' && classifyAddress(address) !== 'private')
    throw new ShopbellError('INPUT_INVALID', { reason: 'a mail server on the internet is only spoken to over TLS' });
  const name = server.host.replace(/^\[|\]$/g, '');
  let validTo: Date | null = null;
  const tls: ConnectionOptions = {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(isIP(name) ? {} : { servername: name }),
    checkServerIdentity: (_name, certificate) => {
      validTo = new Date(certificate.valid_to);
      return checkServerIdentity(name, certificate);
    },
  };
  return { name, address, tls, validTo: () => validTo };
}

export function mailRefused(stage: MailStage, words: string, cause?: unknown): ShopbellError {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a server may send anything.
  const reason = words.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return new ShopbellError('MAIL_REFUSED', { stage, reason: reason.slice(0, 300) || 'it gave no reason' }, { cause });
}

/** A failure on the way as ours: a certificate is refused by us, everything else is the network. */
export function mailFailure(thrown: unknown, server: MailServer): ShopbellError {
  if (thrown instanceof ShopbellError) return thrown;
  const code = codeOf(thrown);
  if (FAULTY_CERTIFICATE.test(code)) return mailRefused('certificate', reasonOf({ code }), thrown);
  const isTls = /SSL|TLS|wrong version number/i.test(`${code} ${messageOf(thrown)}`);
  const reason = isTls ? `TLS could not be agreed on at port ${server.port}` : wordsOf(thrown, code);
  return new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason }, { cause: thrown });
}

function wordsOf(thrown: unknown, code: string): string {
  const words = reasonOf({ code });
  return words === code || words === '[object Object]' ? messageOf(thrown).slice(0, 200) : words;
}

/** The libraries wrap what the network said. */
function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  const original = Reflect.get(thrown, 'originalCode') ?? Reflect.get(thrown, 'code');
  return typeof original === 'string' ? original : '';
}
