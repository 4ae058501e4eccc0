import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { messageOf } from '#kernel/errors.ts';
import type { Resolver } from '../dns/types.ts';
import type { Log } from '../log/types.ts';

/** A mail that came in, with who really sent it as far as that can be proven. */
export interface ReceivedMail {
  /** Lower case, as the sending server named them. */
  readonly to: readonly string[];
  /** The domain that the mail names as its sender's, lower case; `''` when it names none. Anybody can write anything there. */
  readonly claimed: string;
  /** Whether that domain signed the mail or lets this server send for it (DMARC's alignment); `null`: could not be asked. */
  readonly proven: boolean | null;
  readonly subject: string;
  /** The sending server. */
  readonly remote: string;
}

export interface MailReceiver {
  readonly port: number;
  close(): Promise<void>;
}

/** Somebody whom mail is received for. */
export interface Mailbox {
  /** Whether mail for this domain (lower case) is wanted; every other recipient is refused: this relays nothing. */
  readonly accepts: (domain: string) => Promise<boolean>;
  /** Called before the sending server is told that its mail was taken; when it throws, the server tries again later. */
  readonly take: (mail: ReceivedMail) => Promise<void>;
}

interface Options extends Mailbox {
  readonly host: string;
  readonly port: number;
  readonly resolver: Resolver;
  readonly log: Log;
}

const LARGEST = 1024 * 1024;
const AT_ONCE = 20;
const MOST_RECIPIENTS = 50;
const PATIENCE_MS = 60_000;

/** Listens for mail from outside. Rejects when the address is taken or not allowed. */
export async function receiveMail(options: Options): Promise<MailReceiver> {
  const server = new SMTPServer({
    banner: 'Shopbell',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: LARGEST,
    maxClients: AT_ONCE,
    socketTimeout: PATIENCE_MS,
    closeTimeout: 1_000,
    logger: false,
    onRcptTo({ address }, session, done) {
      if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return done(refusal(452, 'too many recipients'));
      options.accepts(domainOf(address)).then(
        (isWanted) => done(isWanted ? null : refusal(550, 'no such mailbox here')),
        () => done(refusal(451, 'try again later')),
      );
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('error', (error) => done(error));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, 'too large'));
        const { rcptTo, mailFrom } = session.envelope;
        const envelope = {
          to: rcptTo.map(({ address }) => address.toLowerCase()),
          sender: mailFrom === false ? '' : mailFrom.address,
          remote: session.remoteAddress,
          helo: session.hostNameAppearsAs ? String(session.hostNameAppearsAs) : '',
        };
        examine(options.resolver, Buffer.concat(chunks), envelope)
          .then(options.take)
          .then(
            () => done(null, '2.0.0 Ok'),
            (error: unknown) => {
              options.log.error('a received mail could not be kept; its sender will try again', { reason: messageOf(error) });
              done(refusal(451, 'try again later'));
            },
          );
      });
    },
  });
  // A peer that breaks off is its own affair.
  server.on('error', (error) => options.log.warn('a mail connection failed', { reason: messageOf(error) }));
  return { port: await listen(server, options), close: () => new Promise((resolve) => server.close(resolve)) };
}

function listen(server: SMTPServer, { host, port }: Options): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const listener = server.listen(port, host, () => {
      server.off('error', reject);
      const address = listener.address();
      if (address === null || typeof address === 'string') reject(new Error('the mail listener has no port'));
      else resolve(address.port);
    });
  });
}

interface Envelope {
  readonly to: readonly string[];
  readonly sender: string;
  readonly remote: string;
  readonly helo: string;
}

async function examine(resolver: Resolver, raw: Buffer, envelope: Envelope): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(raw);
  const claimed = domainOf(mail.from?.address ?? '');
  const subject = (mail.subject ?? '').slice(0, 200);
  return { to: envelope.to, claimed, proven: await prove(resolver, raw, envelope), subject, remote: envelope.remote };
}

/** By DKIM and SPF, each of which counts only when it speaks for the domain that the mail shows. */
async function prove(resolver: Resolver, raw: Buffer, { sender, remote, helo }: Envelope): Promise<boolean | null> {
  let isSure = true;
  const ask = async (name: string, type: string): Promise<string[] | string[][]> => {
    if (type !== 'A' && type !== 'AAAA' && type !== 'TXT' && type !== 'MX' && type !== 'CNAME') return [];
    const answer = await resolver.ask(name, type);
    if (answer.kind === 'unknown') isSure = false;
    if (answer.kind !== 'records') throw Object.assign(new Error(type), { code: answer.kind === 'none' ? 'ENOTFOUND' : 'ESERVFAIL' });
    if (type === 'TXT') return answer.records.map((record) => [record]);
    // The library's types forget what Node gives for MX.
    return type === 'MX' ? (answer.records.map(readMx) as never) : [...answer.records];
  };
  const { authenticate } = await import('mailauth');
  const { dkim, dmarc } = await authenticate(raw, {
    ip: remote,
    helo,
    sender,
    mta: 'shopbell',
    resolver: ask,
    disableArc: true,
    disableBimi: true,
  });
  const signed = dkim.results.some((one) => one.status.result === 'pass' && Boolean(one.status.aligned));
  const passed = dmarc !== false && dmarc?.status.result === 'pass';
  if (signed || passed) return true;
  return isSure ? false : null;
}

function readMx(record: string): { readonly priority: number; readonly exchange: string } {
  const [priority = '', exchange = ''] = record.split(' ');
  return { priority: Number(priority), exchange };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
