import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection';
import { ShopbellError } from '#kernel/errors.ts';
import { type MailPlace, type MailWays, mailFailure, mailRefused, placeOf } from './mail-server.ts';
import type { MailServer, MailStage, ProbeLetter, SmtpVisit } from './mail-types.ts';
import { makeToken, PROBE_HEADER } from './probe-token.ts';
import type { WireLimits } from './wire-limits.ts';

const MOST_RESPONSE = 64 * 1024;

/** Signs in and, with a letter, sends it. The connection ends with the visit. */
export async function visitSmtp(server: MailServer, letter: ProbeLetter | null, limits: WireLimits, ways: MailWays): Promise<SmtpVisit> {
  const started = performance.now();
  const place = await placeOf(server, limits, ways);
  const connection = open(server, place, limits.timeoutMs);
  const visit = async (): Promise<SmtpVisit> => {
    await asked('greeting', (done) => connection.connect(done));
    if (server.user !== '') await asked('sign-in', (done) => connection.login({ user: server.user, pass: server.password }, done));
    const connectMs = performance.now() - started;
    if (letter === null) {
      connection.quit();
      return { connectMs, acceptedMs: null, validTo: place.validTo(), token: null };
    }
    const token = makeToken(letter.mark, new Date(), randomBytes(9));
    const envelope = { from: letter.from, to: [letter.to] };
    await asked('content', (done) => connection.send(envelope, write(letter, token), (error) => done(error ?? undefined)));
    const acceptedMs = performance.now() - started;
    connection.quit();
    return { connectMs, acceptedMs, validTo: place.validTo(), token };
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Before it is ready it tells what failed only so.
    connection.on('error', (error: SMTPError) => reject(refusalOf(error, 'greeting')));
    const reason = `no answer within ${limits.timeoutMs} ms`;
    timer = setTimeout(() => reject(new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason })), limits.timeoutMs);
  });
  try {
    return await Promise.race([visit(), late]);
  } catch (thrown) {
    connection.close();
    throw mailFailure(thrown, server);
  } finally {
    clearTimeout(timer);
  }
}

function open({ port, security }: MailServer, { address, tls, name }: MailPlace, timeoutMs: number): SMTPConnection {
  return new SMTPConnection({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(tls.servername === undefined ? {} : { servername: name }),
    tls,
    // Ours ends the visit; these only when that failed.
    connectionTimeout: timeoutMs + 1_000,
    greetingTimeout: timeoutMs + 1_000,
    socketTimeout: timeoutMs + 1_000,
    socketCloseTimeout: 0,
    maxResponseSize: MOST_RESPONSE,
    logger: false,
    name: ownName(),
  });
}

/** A host that says hello by a bare name is turned away by some. */
function ownName(): string {
  const name = hostname();
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(name) ? name : '[127.0.0.1]';
}

/** One step of the talk. What the server answers with a code of its own is its refusal; everything else is the network. */
function asked(usual: MailStage, step: (done: (error?: SMTPError | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    step((error) => {
      if (!error) resolve();
      else reject(refusalOf(error, usual));
    });
  });
}

function refusalOf(error: SMTPError, usual: MailStage): unknown {
  const { response, responseCode, command = '', code } = error;
  if (code === 'EREQUIRETLS' || (code === 'ETLS' && responseCode !== undefined))
    return mailRefused('encryption', response ?? error.message, error);
  if (code === 'ENOAUTH' || (code === 'EAUTH' && response === undefined)) return mailRefused('sign-in', error.message, error);
  if (response === undefined || responseCode === undefined || responseCode === 0) return error;
  const stage = command.startsWith('MAIL') ? 'sender' : command.startsWith('RCPT') ? 'recipient' : usual;
  return mailRefused(stage, response, error);
}

/** Says in plain words what it is, to whoever finds it before we delete it. */
function write({ from, to, mark }: ProbeLetter, token: string): string {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: Shopbell mail check ${mark}`,
    `Date: ${new Date().toUTCString().replace(/GMT$/, '+0000')}`,
    `Message-ID: <shopbell.${token}@${domain}>`,
    `${PROBE_HEADER}: ${token}`,
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Shopbell sends this mail to see whether mail of this shop arrives. It deletes it when it has found it.',
    '',
  ].join('\r\n');
}
