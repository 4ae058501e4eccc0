import { domainToASCII } from 'node:url';
import type { SMTPPoolOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { checkMail } from './check-mail.ts';
import { type LocalMailbox, openLocalMailbox } from './local-mailbox.ts';
import type { Mailer, MailReceipt, OutgoingMail } from './types.ts';

const facts = z.object({ responseCode: z.number().optional().catch(undefined), code: z.string().optional().catch(undefined) }).catch({});

type MailerOptions = { readonly smtpUrl: string } | { readonly folder: string; readonly keep?: number };

/**
 * Mail out through one pooled SMTP transport. With `folder`, the server on the other end is a local mailbox
 * on a loopback port that catches everything; with `smtpUrl` it is that server, over TLS that is verified.
 * Throws CONFIG_INVALID when the address of the server is not one.
 */
export async function openMailer(options: MailerOptions): Promise<Mailer> {
  const mailbox = 'folder' in options ? await openLocalMailbox(options.folder, options.keep) : null;
  const transport = createTransport({
    ...('smtpUrl' in options
      ? readSmtpUrl(options.smtpUrl)
      : { host: '127.0.0.1', port: mailbox?.port ?? 0, secure: false, ignoreTLS: true }),
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
    maxRequeues: 2,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    mode: mailbox === null ? 'smtp' : 'local',
    send: async (mail) => {
      checkMail(mail);
      try {
        const sent = await transport.sendMail(toMessage(mail));
        return { response: withoutAddress(sent.response ?? '', mail.to) } satisfies MailReceipt;
      } catch (thrown) {
        throw refusal(thrown, mail.to);
      }
    },
    caught: async (wanted = {}) => (mailbox === null ? [] : mailbox.list(wanted)),
    close: () => closeBoth(transport, mailbox),
  };
}

async function closeBoth(transport: { close(): void }, mailbox: LocalMailbox | null): Promise<void> {
  transport.close();
  if (mailbox !== null) await mailbox.close();
}

function toMessage(mail: OutgoingMail) {
  const domain = domainToASCII(mail.from.address.slice(mail.from.address.lastIndexOf('@') + 1));
  return {
    envelope: { from: mail.from.address, to: [mail.to] },
    from: mail.from,
    to: { name: '', address: mail.to },
    ...(mail.replyTo === undefined ? {} : { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    headers: { ...mail.headers },
    attachments: (mail.attachments ?? []).map(({ name, type, content }) => ({
      ...{ filename: name, contentType: type, content: Buffer.from(content) },
    })),
    messageId: `<${mail.id}@${domain}>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Refused at the door (sign-in, greeting, TLS): that is about us, and no word about this mail. */
const AT_THE_DOOR = ['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONNECTION', 'EPROTOCOL', 'ETLS', 'EREQUIRETLS'];

/** The server's refusal as MAIL_DOWN. `permanent` is true when the same mail would be refused again (5xx, or an address this server cannot take). */
function refusal(thrown: unknown, to: string): ShopbellError {
  const { responseCode, code } = facts.parse(typeof thrown === 'object' ? thrown : {});
  const final = responseCode === undefined ? code === 'EENVELOPE' : responseCode >= 500 && responseCode < 600;
  const permanent = final && !AT_THE_DOOR.includes(code ?? '');
  return new ShopbellError('MAIL_DOWN', { reason: withoutAddress(messageOf(thrown), to).slice(0, 300), permanent });
}

/** Servers like to repeat the recipient; what they said is recorded without it. */
function withoutAddress(text: string, address: string): string {
  return text.replaceAll(address, '(the recipient)').replace(/[^\s<>]+@[^\s<>]+/g, '(an address)');
}

function readSmtpUrl(text: string): SMTPPoolOptions {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new ShopbellError('CONFIG_INVALID', { name: 'SMTP_URL', reason: 'it must be smtp://… or smtps://user:password@host:port' });
  }
  const secure = url.protocol === 'smtps:';
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !loopback && user !== '',
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}
