import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { parseCaught } from './parse-caught.ts';
import type { CaughtMail } from './types.ts';

const KEEP = 20_000;
const LARGEST = 25 * 1024 * 1024;
const NAME = /^(\d{15})-[0-9a-f]{8}\.eml$/;

/** A real SMTP server on a free loopback port that keeps every mail as an `.eml` file and sends none on. */
export interface LocalMailbox {
  readonly port: number;
  /** Newest first. `to` is compared without regard to case. */
  list(options: { readonly to?: string; readonly limit?: number }): Promise<CaughtMail[]>;
  close(): Promise<void>;
}

/** Opens the mailbox over a folder; mails of earlier runs are still there. Keeps the newest `keep` (default 20,000). */
export async function openLocalMailbox(folder: string, keep: number = KEEP): Promise<LocalMailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const recipients = new Map<string, readonly string[]>();
  let newest = 0;
  let sincePruned = 0;

  const save = async (raw: Buffer, to: readonly string[], from: string): Promise<string> => {
    newest = Math.max(Date.now() * 100, newest + 1);
    const name = `${String(newest).padStart(15, '0')}-${randomBytes(4).toString('hex')}.eml`;
    const envelope = [`Return-Path: <${from}>`, ...to.map((address) => `Delivered-To: ${address}`), ''].join('\r\n');
    const draft = join(folder, `.${name}.part`);
    await writeFile(draft, Buffer.concat([Buffer.from(envelope), raw]), { mode: 0o600 });
    await rename(draft, join(folder, name));
    recipients.set(name, to.map(fold));
    sincePruned += 1;
    if (sincePruned >= 500) await prune();
    return name;
  };

  const prune = async (): Promise<void> => {
    sincePruned = 0;
    const names = await mailNames(folder);
    for (const name of names.slice(keep)) {
      recipients.delete(name);
      await unlink(join(folder, name));
    }
  };

  const server = makeServer(save);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      if (address === null || typeof address === 'string') reject(new Error('the mailbox has no port'));
      else resolve(address.port);
    });
  });
  await prune();

  return {
    port,
    list: (options) => listMails(folder, recipients, options),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function listMails(
  folder: string,
  recipients: Map<string, readonly string[]>,
  options: { readonly to?: string; readonly limit?: number },
): Promise<CaughtMail[]> {
  const found: CaughtMail[] = [];
  const wanted = options.to === undefined ? null : fold(options.to);
  for (const name of await mailNames(folder)) {
    if (found.length >= (options.limit ?? 100)) break;
    if (wanted !== null && recipients.get(name)?.includes(wanted) === false) continue;
    const mail = await parseCaught(name.slice(0, -4), timeOf(name), await readFile(join(folder, name)));
    recipients.set(name, mail.to.map(fold));
    if (wanted === null || mail.to.map(fold).includes(wanted)) found.push(mail);
  }
  return found;
}

async function mailNames(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
}

function timeOf(name: string): Date {
  return new Date(Math.floor(Number(NAME.exec(name)?.[1] ?? 0) / 100));
}

function fold(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

function makeServer(save: (raw: Buffer, to: readonly string[], from: string) => Promise<string>): SMTPServer {
  return new SMTPServer({
    name: 'mailbox.localhost',
    banner: 'Shopbell local mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: LARGEST,
    rejectOversized: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('error', (error) => done(error));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('message exceeds the size limit'));
        const { rcptTo, mailFrom } = session.envelope;
        save(
          Buffer.concat(chunks),
          rcptTo.map((one) => one.address),
          mailFrom === false ? '' : mailFrom.address,
        ).then(
          (name) => done(null, `2.0.0 Ok: kept as ${name}`),
          (error: Error) => done(error),
        );
      });
    },
  });
}
