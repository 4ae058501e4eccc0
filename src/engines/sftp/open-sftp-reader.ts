import { createHash } from 'node:crypto';
import type { Client, FileEntryWithStats, SFTPWrapper } from 'ssh2';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { reasonOf } from '../http/reason-of.ts';
import { type Lookup, lookupBySystem, resolveTarget } from '../http/resolve-target.ts';
import type { SftpFile, SftpReader, SftpServer, SftpVisit } from './types.ts';

/** Old ways that can be broken are not spoken, even where a server knows no other. */
const WAYS = {
  kex: [
    ...['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521'],
    ...['diffie-hellman-group-exchange-sha256', 'diffie-hellman-group14-sha256', 'diffie-hellman-group16-sha512'],
  ],
  serverHostKey: ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256'],
} as const;
/** So many entries of a folder are looked at. */
const MOST_ENTRIES = 20_000;
const PIECE = 256 * 1_024;

/** Opens the reader. A connection lives as long as one visit, so there is nothing to close. */
export function openSftpReader({ lookup = lookupBySystem }: { readonly lookup?: Lookup } = {}): SftpReader {
  return {
    visit: async (server, { timeoutMs, allowPrivate }, work) => {
      const [address = server.host] = await resolveTarget(server.host, allowPrivate, lookup);
      const { default: ssh2 } = await import('ssh2');
      const client = new ssh2.Client();
      let timer: NodeJS.Timeout | undefined;
      const broken = new Promise<never>((_, reject) => {
        const reason = `the visit was not over within ${timeoutMs} ms`;
        timer = setTimeout(() => reject(new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason })), timeoutMs);
        client.on('error', (thrown) => reject(faultOf(server, thrown)));
        client.on('close', () =>
          reject(new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason: 'it closed the connection' })),
        );
      });
      broken.catch(() => undefined);
      try {
        const hostKey = await Promise.race([greet(client, server, address, timeoutMs), broken]);
        const sftp = await Promise.race([openSftp(client), broken]);
        return await Promise.race([work(visitOf(sftp, hostKey, server, broken)), broken]);
      } finally {
        clearTimeout(timer);
        client.destroy();
      }
    },
  };
}

/** Signs in, once the server has shown the key that is expected; returns the key's fingerprint. */
function greet(client: Client, server: SftpServer, address: string, timeoutMs: number): Promise<string> {
  const { port, user, password, privateKey, passphrase, hostKey } = server;
  return new Promise((resolve, reject) => {
    let shown = '';
    client.on('ready', () => resolve(shown));
    // A server may ask for the password in a form of its own.
    client.on('keyboard-interactive', (_name, _text, _language, prompts, finish) => finish(prompts.map(() => password ?? '')));
    try {
      client.connect({
        ...{
          host: address,
          port,
          username: user,
          readyTimeout: timeoutMs,
          algorithms: { kex: [...WAYS.kex], serverHostKey: [...WAYS.serverHostKey] },
        },
        ...(password === undefined ? {} : { password, tryKeyboard: true }),
        ...(privateKey === undefined ? {} : { privateKey }),
        ...(passphrase === undefined ? {} : { passphrase }),
        hostVerifier: (key: Buffer) => {
          shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
          if (hostKey === null || hostKey === shown) return true;
          reject(new ShopbellError('HOST_KEY_CHANGED', { host: server.host, shown, expected: hostKey }));
          return false;
        },
      });
    } catch (thrown) {
      // What is wrong with a key that somebody gave; never the key itself.
      reject(new ShopbellError('SFTP_REFUSED', { host: server.host, reason: messageOf(thrown).slice(0, 200) }));
    }
  });
}

function openSftp(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((fault, sftp) => (fault ? reject(fault) : resolve(sftp)));
  });
}

function visitOf(sftp: SFTPWrapper, hostKey: string, server: SftpServer, broken: Promise<never>): SftpVisit {
  const ask = <T>(what: string, work: (done: (fault: Error | null | undefined, value: T) => void) => void): Promise<T> =>
    Promise.race([
      broken,
      new Promise<T>((resolve, reject) => {
        work((fault, value) => (fault ? reject(refused(server, `${what}: ${messageOf(fault)}`)) : resolve(value)));
      }),
    ]);
  return {
    hostKey,
    list: async (folder, wants, most) => {
      const handle = await ask<Buffer>('the folder cannot be opened', (done) => sftp.opendir(folder, done));
      const files: SftpFile[] = [];
      let entries = 0;
      while (files.length <= most && entries < MOST_ENTRIES) {
        const page = await ask<readonly FileEntryWithStats[]>('the folder cannot be read', (done) =>
          sftp.readdir(handle, (fault, list) => done(isEnd(fault) ? null : fault, isEnd(fault) ? [] : (list ?? []))),
        );
        if (page.length === 0) break;
        entries += page.length;
        files.push(...page.flatMap((entry) => fileOf(entry)).filter(({ name }) => wants(name)));
      }
      await ask<void>('the folder cannot be closed', (done) => sftp.close(handle, (fault) => done(fault, undefined)));
      return { files: files.slice(0, most), hasMore: files.length > most || entries >= MOST_ENTRIES };
    },
    read: async function* (folder, name, bytes) {
      const path = `${folder.replace(/\/+$/, '')}/${name}`;
      const handle = await ask<Buffer>('a file cannot be opened', (done) => sftp.open(path, 'r', done));
      for (let at = 0; at < bytes; ) {
        const size = Math.min(PIECE, bytes - at);
        const piece = Buffer.alloc(size);
        const got = await ask<number>('a file cannot be read', (done) =>
          sftp.read(handle, piece, 0, size, at, (fault, n) => done(fault, n)),
        );
        if (got <= 0) throw refused(server, 'a file is shorter than its folder says');
        yield piece.subarray(0, got);
        at += got;
      }
      await ask<void>('a file cannot be closed', (done) => sftp.close(handle, (fault) => done(fault, undefined)));
    },
  };
}

/** The protocol's way to say that a folder has no more entries. */
function isEnd(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 1;
}

function fileOf({ filename: name, attrs }: FileEntryWithStats): SftpFile[] {
  // A name is the server's: one that leads elsewhere or hides something is left alone, as are links.
  if (!/^[^/\\\p{C}]{1,255}$/u.test(name) || name.startsWith('.') || !attrs.isFile()) return [];
  return [{ name, size: Number(attrs.size), changed: Number(attrs.mtime) * 1_000 }];
}

function refused({ host }: SftpServer, words: string): ShopbellError {
  return new ShopbellError('SFTP_REFUSED', { host, reason: words.replace(/\p{C}+/gu, ' ').slice(0, 200) });
}

function faultOf(server: SftpServer, thrown: unknown): ShopbellError {
  if (thrown instanceof ShopbellError) return thrown;
  const level = typeof thrown === 'object' && thrown !== null && 'level' in thrown ? thrown.level : '';
  if (level === 'client-authentication') return refused(server, 'it does not take this user with this password or key');
  if (level === 'handshake' || level === 'protocol')
    return refused(server, `no safe way to speak could be agreed on: ${messageOf(thrown)}`);
  return new ShopbellError('TARGET_UNREACHABLE', { host: server.host, reason: reasonOf(thrown) }, { cause: thrown });
}
