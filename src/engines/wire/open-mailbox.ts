import type { ImapFlow as Client, ImapFlowError } from 'imapflow';
import { ShopbellError } from '#kernel/errors.ts';
import { lettersIn, nextNumber } from './letters-in.ts';
import { type MailPlace, type MailWays, mailFailure, mailRefused, placeOf } from './mail-server.ts';
import type { Letter, Mailbox, MailboxFolders, MailServer, ProbeMail } from './mail-types.ts';
import { PROBE_HEADER, readToken } from './probe-token.ts';
import type { WireLimits } from './wire-limits.ts';

/** What a server may send at most in one answer: it is asked for a few headers. */
const MOST_BYTES = 1024 * 1024;
const MOST_MAILS = 100;
const SPAM_NAME = /^(?:spam|junk|junk[ -]?e?-?mail|bulk(?: mail)?|spam-?verdacht|迷惑メール)$/i;

/** Signs in, opens the folder, and finds the one for spam. */
export async function openMailbox(server: MailServer, wanted: MailboxFolders, limits: WireLimits, ways: MailWays): Promise<Mailbox> {
  const place = await placeOf(server, limits, ways);
  const client = await makeClient(server, place, limits.timeoutMs);
  const run = <T>(work: () => Promise<T>) => inTime(client, server, limits.timeoutMs, work);
  const spamFolder = await run(async () => {
    await client.connect();
    await select(client, wanted.folder);
    return findSpamFolder(client, wanted);
  }).catch((thrown: unknown) => {
    client.close();
    throw thrown;
  });
  const folders = [wanted.folder, ...(spamFolder === null ? [] : [spamFolder])];
  return {
    validTo: place.validTo(),
    spamFolder,
    look: (mark) =>
      run(async () => {
        const found: ProbeMail[] = [];
        for (const folder of folders) {
          await select(client, folder);
          found.push(...(await findOurs(client, mark, folder === spamFolder)));
        }
        return found;
      }),
    mark: () =>
      run(async () => {
        const mark = new Map<string, number>();
        for (const folder of folders) mark.set(folder, await nextNumber(client, folder));
        return mark;
      }),
    lettersTo: (to, since, until) =>
      run(async () => {
        const letters: Letter[] = [];
        for (const folder of folders)
          letters.push(...(await lettersIn(client, { folder, isSpam: folder === spamFolder, to, since, until })));
        return letters;
      }),
    remove: (mails) =>
      run(async () => {
        for (const folder of folders) {
          const uids = mails.filter((mail) => mail.isSpam === (folder === spamFolder)).map((mail) => mail.uid);
          if (uids.length === 0) continue;
          await select(client, folder);
          // Without UIDPLUS a server can only drop everything that anybody marked as deleted: then ours are marked, and no more.
          if (client.capabilities.has('UIDPLUS')) await client.messageDelete(uids, { uid: true });
          else await client.messageFlagsAdd(uids, ['\\Deleted', '\\Seen'], { uid: true });
        }
      }),
    close: () =>
      run(() => client.logout())
        .catch(() => undefined)
        .finally(() => client.close()),
  };
}

async function makeClient(server: MailServer, { address, name, tls }: MailPlace, timeoutMs: number): Promise<Client> {
  // What speaks IMAP is large: only who looks into a mailbox loads it.
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    host: address,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    ...(tls.servername === undefined ? {} : { servername: name }),
    tls,
    auth: { user: server.user, pass: server.password },
    clientInfo: { name: 'Shopbell' },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    // Ours ends the visit; these only when that failed.
    connectionTimeout: timeoutMs + 1_000,
    greetingTimeout: timeoutMs + 1_000,
    socketTimeout: 300_000,
    maxLineLength: MOST_BYTES,
    maxLiteralSize: MOST_BYTES,
    maxResponseSize: 2 * MOST_BYTES,
    maxResponseTokens: 50_000,
  });
  // What breaks between two questions is told by the next one.
  client.on('error', () => undefined);
  return client;
}

async function select(client: Client, folder: string): Promise<void> {
  await client.mailboxOpen(folder);
}

/** By what the server says of its folders, else by their names. */
async function findSpamFolder(client: Client, { folder, spamFolder }: MailboxFolders): Promise<string | null> {
  const all = await client.list();
  const named = (path: string) => all.find((one) => one.path.toLowerCase() === path.toLowerCase());
  if (spamFolder !== '' && named(spamFolder) === undefined) throw mailRefused('folder', `there is no folder ${spamFolder}`);
  const spam =
    spamFolder === '' ? (all.find((one) => one.specialUse === '\\Junk') ?? all.find((one) => SPAM_NAME.test(one.name))) : named(spamFolder);
  return spam === undefined || spam.path === folder ? null : spam.path;
}

/** The subject finds them everywhere; the header says whether they are ours. */
async function findOurs(client: Client, mark: string, isSpam: boolean): Promise<ProbeMail[]> {
  const uids = await client.search({ subject: mark, deleted: false }, { uid: true });
  if (uids === false || uids === undefined) throw new Error('it could not search');
  if (uids.length === 0) return [];
  const query = { uid: true, headers: [PROBE_HEADER, 'Authentication-Results'] };
  const mails = await client.fetchAll(uids.slice(-MOST_MAILS), query, { uid: true });
  return mails.flatMap(({ uid, headers }) => {
    const fields = readHeaders(headers ?? Buffer.alloc(0));
    const tokens = fields.filter(({ name }) => name === PROBE_HEADER.toLowerCase());
    const read = tokens.length === 1 ? readToken(tokens[0]?.value ?? '', mark) : null;
    const authentication = fields.filter(({ name }) => name === 'authentication-results').map(({ value }) => value);
    return read === null ? [] : [{ ...read, uid, isSpam, authentication }];
  });
}

function readHeaders(raw: Buffer): { readonly name: string; readonly value: string }[] {
  const lines = raw
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [{ name: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() }];
  });
}

/** Every question under one limit of time; what the server refuses is told in its words. */
async function inTime<T>(client: Client, server: MailServer, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason: `no answer within ${timeoutMs} ms` }));
      client.close();
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (thrown) {
    throw mailFailure(refusalOf(thrown), server);
  } finally {
    clearTimeout(timer);
  }
}

function refusalOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof ShopbellError) return thrown;
  const error: ImapFlowError = thrown;
  const words = error.responseText ?? (typeof error.response === 'string' ? error.response : error.message);
  if (error.authenticationFailed) return mailRefused('sign-in', words, error);
  if (error.tlsFailed && error.code === undefined) return mailRefused('encryption', 'it does not offer STARTTLS', error);
  if (error.mailboxMissing) return mailRefused('folder', words, error);
  if (error.responseStatus !== undefined) return mailRefused(error.command === 'SELECT' ? 'folder' : 'content', words, error);
  return error;
}
