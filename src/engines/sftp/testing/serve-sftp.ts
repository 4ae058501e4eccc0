import { createHash } from 'node:crypto';
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';

const { Server, utils } = ssh2;
const { STATUS_CODE } = utils.sftp;

interface ServedFile {
  content: Buffer;
  /** ms since 1970. */
  changed: number;
  /** What the folder says its size is; its own unless told. */
  said?: number;
}

export interface SftpOptions {
  readonly password?: string;
  /** The public key, in OpenSSH's form, that is taken. */
  readonly publicKey?: string;
  /** A private key of the server's own; made unless given. */
  readonly hostKey?: string;
  /** Cuts the connection after so many reads. */
  readonly cutAfter?: number;
}

/** Keys as ssh-keygen makes them. */
export function makeKeys(): { readonly private: string; readonly public: string } {
  // One in 256 of those that the library makes begins with a zero that it leaves out, and nobody can read it.
  for (;;) {
    const keys = utils.generateKeyPairSync('ed25519');
    if (!(utils.parseKey(keys.private) instanceof Error)) return keys;
  }
}

/** A real SSH server on loopback that serves the folder /out from memory, to the user `shop`. What asks it to write is refused and told in `wrote`. */
export async function serveSftp({ password, publicKey, hostKey = makeKeys().private, cutAfter = Number.POSITIVE_INFINITY }: SftpOptions) {
  const files = new Map<string, ServedFile>();
  const seen = { wrote: [] as string[], tried: [] as string[], opened: [] as string[] };
  const open = new Set<Connection>();
  const server = new Server({ hostKeys: [hostKey] }, (client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.on('close', () => open.delete(client));
    client.on('authentication', (asked) => {
      seen.tried.push(asked.method);
      const isPassword = asked.method === 'password' && password !== undefined && asked.password === password;
      const parsed = publicKey === undefined ? null : utils.parseKey(publicKey);
      const isKey =
        asked.method === 'publickey' && parsed !== null && !(parsed instanceof Error) && asked.key.data.equals(parsed.getPublicSSH());
      if (asked.username === 'shop' && (isPassword || isKey)) asked.accept();
      else asked.reject();
    });
    let reads = 0;
    client.on('session', (accept) => {
      accept().on('sftp', (begin) => {
        serve(begin(), files, seen, () => {
          reads += 1;
          if (reads > cutAfter) client.end();
          return reads <= cutAfter;
        });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const key = utils.parseKey(hostKey);
  if (key instanceof Error) throw key;
  const print = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '');
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('it does not listen on a port');
  return {
    ...{ files, seen, port: listening.port, hostKey: `SHA256:${print}` },
    put: (name: string, content: string | Buffer, changed: number, said?: number) =>
      files.set(name, { content: Buffer.from(content), changed, ...(said === undefined ? {} : { said }) }),
    close: () =>
      new Promise<void>((resolve) => {
        for (const client of open) client.end();
        server.close(() => resolve());
      }),
  };
}

function serve(
  sftp: SFTPWrapper,
  files: ReadonlyMap<string, ServedFile>,
  seen: { readonly wrote: string[]; readonly opened: string[] },
  mayRead: () => boolean,
): void {
  const handles = new Map<string, { readonly file?: ServedFile; listed: boolean }>();
  const give = (id: number, one: { readonly file?: ServedFile; listed: boolean }): void => {
    const name = `h${handles.size}`;
    handles.set(name, one);
    sftp.handle(id, Buffer.from(name));
  };
  sftp.on('OPENDIR', (id, path) =>
    path === '/out' ? give(id, { listed: false }) : sftp.status(id, STATUS_CODE.NO_SUCH_FILE, 'No such directory'),
  );
  sftp.on('READDIR', (id, handle) => {
    const one = handles.get(handle.toString());
    if (one === undefined || one.listed) return sftp.status(id, STATUS_CODE.EOF);
    one.listed = true;
    const entries = [...files].map(([filename, { content, changed, said }]) => ({
      ...{ filename, longname: filename },
      attrs: { mode: 0o100644, uid: 0, gid: 0, size: said ?? content.length, atime: changed / 1_000, mtime: changed / 1_000 },
    }));
    sftp.name(id, [
      { filename: 'sub.csv', longname: 'sub.csv', attrs: { ...{ mode: 0o040755, uid: 0, gid: 0 }, size: 1, atime: 0, mtime: 0 } },
      ...entries,
    ]);
  });
  sftp.on('OPEN', (id, path, flags) => {
    if ((flags & ~1) !== 0) seen.wrote.push(path);
    seen.opened.push(path);
    const file = files.get(path.replace(/^\/out\//, ''));
    if (file === undefined || (flags & ~1) !== 0) sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    else give(id, { file, listed: true });
  });
  sftp.on('READ', (id, handle, at, length) => {
    if (!mayRead()) return;
    const piece = handles.get(handle.toString())?.file?.content.subarray(at, at + length);
    if (piece === undefined || piece.length === 0) sftp.status(id, STATUS_CODE.EOF);
    else sftp.data(id, piece);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
  for (const name of ['WRITE', 'REMOVE', 'RENAME', 'MKDIR', 'RMDIR', 'SETSTAT', 'FSETSTAT', 'SYMLINK'] as const)
    sftp.on(name as 'REMOVE', (id: number) => {
      seen.wrote.push(name);
      sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    });
}
