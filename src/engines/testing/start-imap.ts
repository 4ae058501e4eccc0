import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { type ImapWorld, makeTalk } from './imap-talk.ts';

interface ImapOptions {
  readonly user: string;
  readonly password: string;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Without UIDPLUS nothing can be deleted by number. */
  readonly hasUidPlus?: boolean;
  /** The folder that says of itself that it is for spam; default Junk. */
  readonly spam?: string | null;
}

export interface TestImap {
  readonly port: number;
  deliver(folder: string, raw: string): void;
  /** Subjects of what is there, `(deleted)` behind what is only marked. */
  subjects(folder: string): string[];
  /** Commands that were sent, without what they were told. */
  readonly commands: string[];
  /** Breaks every connection. */
  breakOff(): void;
  close(): Promise<void>;
}

/** A small IMAP4rev1 server on loopback that speaks the real wire format: as much of it as a mailbox check asks. */
export async function startImap(options: ImapOptions): Promise<TestImap> {
  const sockets = new Set<Socket>();
  const spam = options.spam === undefined ? 'Junk' : options.spam;
  const world: ImapWorld = {
    user: options.user,
    password: options.password,
    hasUidPlus: options.hasUidPlus ?? true,
    spam,
    folders: new Map(['INBOX', ...(spam === null ? [] : [spam]), 'Sent'].map((name) => [name, { next: 1, mails: [] }])),
    commands: [],
  };
  const context = options.certificate && createSecureContext(options.certificate);
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    const secure = () => {
      const safe = new TLSSocket(socket, { isServer: true, ...(context ? { secureContext: context } : {}) });
      safe.on('error', () => undefined);
      return safe;
    };
    const talk = makeTalk(world, options.security === 'starttls', secure);
    if (options.security === 'tls') talk(secure());
    else talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    deliver: (folder, raw) => {
      const box = world.folders.get(folder);
      if (!box) throw new Error(`there is no folder ${folder}`);
      box.mails.push({ uid: box.next++, raw, flags: new Set() });
    },
    subjects: (folder) =>
      (world.folders.get(folder)?.mails ?? []).map(
        ({ raw, flags }) => `${/^subject: (.*)$/im.exec(raw)?.[1]?.trim() ?? ''}${flags.has('\\Deleted') ? ' (deleted)' : ''}`,
      ),
    commands: world.commands,
    breakOff,
    close: async () => {
      breakOff();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
