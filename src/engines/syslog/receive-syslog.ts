import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import type { Log } from '../log/types.ts';
import { makeFrameCutter } from './cut-frames.ts';
import { type CertificateFiles, readCertificate, watchCertificate } from './read-certificate.ts';
import { tellRarely } from './tell-rarely.ts';
import type { SyslogFrame, SyslogPeer, SyslogSession } from './types.ts';

/** Connections that were closed by us since the start, by why. */
export type SyslogRefusals = Readonly<Record<'unknownSender' | 'badFrame' | 'handshake' | 'tooMany' | 'idle', number>>;

export interface SyslogReceiver {
  readonly port: number;
  refusals(): SyslogRefusals;
  /** Takes no new connection, takes what the open ones have sent, and closes them. */
  close(): Promise<void>;
}

export interface SyslogLimits {
  readonly connections: number;
  readonly perAddress: number;
  /** In ms: how long a connection may be without a sender that is known. */
  readonly strangerMs: number;
  /** In ms: how long a known sender may be silent. */
  readonly idleMs: number;
}

interface Options {
  readonly host: string;
  readonly port: number;
  /** `null`: plain TCP. */
  readonly certificate: CertificateFiles | null;
  readonly log: Log;
  readonly open: (peer: SyslogPeer) => SyslogSession;
  /** Told of each connection that was turned away before a session could say why. */
  readonly onTurnedAway?: (peer: SyslogPeer, why: 'no-tls' | 'too-many' | 'bad-frame') => void;
  readonly limits?: Partial<SyslogLimits>;
}

const LIMITS: SyslogLimits = { connections: 256, perAddress: 64, strangerMs: MINUTE, idleMs: HOUR };
const HANDSHAKE_MS = 10 * SECOND;
/** At the end a connection is read until nothing came for so long, and not for longer than the second. */
const QUIET_MS = 200;
const LAST_WORDS_MS = 2 * SECOND;

interface Hall {
  readonly options: Options;
  readonly limits: SyslogLimits;
  readonly open: Map<Socket, { readonly ended: Promise<void>; readonly line: Line }>;
  readonly refusals: Record<keyof SyslogRefusals, number>;
  readonly say: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** How one connection is just doing. */
interface Line {
  isTaking: boolean;
  lastByte: number;
  /** Ticks after which nothing more is read; `null`: as long as it lasts. */
  until: number | null;
}

/** Listens for syslog over TLS (RFC 5425), or over plain TCP. Rejects when the address is taken or the certificate cannot be used. */
export async function receiveSyslog(options: Options): Promise<SyslogReceiver> {
  const refusals = { unknownSender: 0, badFrame: 0, handshake: 0, tooMany: 0, idle: 0 };
  const limits = { ...LIMITS, ...options.limits };
  const hall: Hall = { options, limits, open: new Map(), refusals, say: tellRarely(options.log) };
  const { server, forget } = await makeServer(hall);
  server.maxConnections = limits.connections;
  server.on('drop', () => {
    refusals.tooMany++;
    hall.say('a syslog connection was refused: there are too many', { refused: refusals.tooMany });
  });
  limitAddresses(server, hall);
  const port = await listen(server, options);
  server.on('error', (error) => options.log.warn('the syslog listener failed', { reason: messageOf(error) }));
  return {
    port,
    refusals: () => ({ ...refusals }),
    async close() {
      forget();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...hall.open].map(([socket, { ended, line }]) => finish(socket, line, ended)));
      await closed;
    },
  };
}

async function makeServer(hall: Hall): Promise<{ readonly server: Server; readonly forget: () => void }> {
  const { certificate, log } = hall.options;
  if (certificate === null) return { server: createServer((socket) => welcome(hall, socket)), forget: () => undefined };
  // Any client certificate may be shown: whose it is, its fingerprint tells.
  const server = createTlsServer(
    {
      ...(await readCertificate(certificate)),
      minVersion: 'TLSv1.2',
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_MS,
    },
    (socket) => welcome(hall, socket),
  );
  server.on('tlsClientError', (error, socket) => {
    hall.refusals.handshake++;
    hall.options.onTurnedAway?.({ remote: socket.remoteAddress ?? '', fingerprint: '' }, 'no-tls');
    hall.say('a syslog connection was refused: no TLS', {
      remote: socket.remoteAddress,
      reason: messageOf(error),
      refused: hall.refusals.handshake,
    });
  });
  return { server, forget: watchCertificate(certificate, server, log) };
}

/** One address cannot take all the places. Counted before the handshake. */
function limitAddresses(server: Server, hall: Hall): void {
  const counts = new Map<string, number>();
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
    if (count <= hall.limits.perAddress) return;
    hall.refusals.tooMany++;
    hall.options.onTurnedAway?.({ remote: address, fingerprint: '' }, 'too-many');
    hall.say('a syslog connection was refused: there are too many', { remote: address, refused: hall.refusals.tooMany });
    socket.destroy();
  });
}

function listen(server: Server, { host, port }: Options): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the syslog listener has no port'));
      else resolve(address.port);
    });
  });
}

function welcome(hall: Hall, socket: Socket): void {
  // What went wrong with it is told by reading from it; a failure behind that is nobody's.
  socket.on('error', () => undefined);
  if (socket.destroyed) return;
  socket.setKeepAlive(true, MINUTE);
  const peer = { remote: socket.remoteAddress ?? '', fingerprint: fingerprintOf(socket) };
  const line: Line = { isTaking: false, lastByte: performance.now(), until: null };
  const session = hall.options.open(peer);
  const timer = setInterval(() => closeIdle(hall, socket, line, session), Math.min(hall.limits.strangerMs, 10 * SECOND));
  const ended = read(hall, socket, line, session, peer).finally(() => {
    clearInterval(timer);
    hall.open.delete(socket);
  });
  hall.open.set(socket, { ended, line });
}

function fingerprintOf(socket: Socket): string {
  if (!(socket instanceof TLSSocket)) return '';
  return socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '';
}

/** While its messages are being taken, a connection waits for us, not we for it. */
function closeIdle(hall: Hall, socket: Socket, line: Line, session: SyslogSession): void {
  if (line.isTaking) return;
  const silent = performance.now() - line.lastByte;
  if (silent < (session.isKnown ? hall.limits.idleMs : hall.limits.strangerMs)) return;
  hall.refusals.idle++;
  socket.destroy();
}

async function read(hall: Hall, socket: Socket, line: Line, session: SyslogSession, peer: SyslogPeer): Promise<void> {
  const cutter = makeFrameCutter();
  let problem = '';
  let inOrder = false;
  const take = async (chunk: Buffer): Promise<void> => {
    // A stranger that drips its bytes is a stranger still: only a known sender's count as news.
    if (session.isKnown) line.lastByte = performance.now();
    const frames: SyslogFrame[] = [];
    problem = cutter.push(chunk, frames);
    await hand(session, line, frames);
    if (session.isKnown) line.lastByte = performance.now();
    if (problem !== '') throw new ShopbellError('SYSLOG_FRAME_BAD', { reason: problem, remote: peer.remote });
  };
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      await take(chunk);
      if (line.until === null || performance.now() < line.until) continue;
      for (let rest: Buffer | null = socket.read(); rest !== null; rest = socket.read()) await take(rest);
      break;
    }
    inOrder = line.until === null;
  } catch (thrown) {
    noteEnd(hall, peer, thrown);
  }
  socket.destroy();
  const last = cutter.end(inOrder);
  if (last !== null) await hand(session, line, [last]).catch((thrown: unknown) => noteEnd(hall, peer, thrown));
  session.end(problem);
}

async function hand(session: SyslogSession, line: Line, frames: readonly SyslogFrame[]): Promise<void> {
  if (frames.length === 0) return;
  line.isTaking = true;
  try {
    await session.take(frames);
  } finally {
    line.isTaking = false;
  }
}

function noteEnd({ refusals, options, say }: Hall, peer: SyslogPeer, thrown: unknown): void {
  const code = thrown instanceof ShopbellError ? thrown.code : '';
  const facts = { remote: peer.remote, fingerprint: peer.fingerprint || 'none', reason: messageOf(thrown) };
  if (code === 'SYSLOG_SENDER_UNKNOWN') {
    say('a syslog sender was refused', { ...facts, code, refused: ++refusals.unknownSender });
  } else if (code === 'SYSLOG_FRAME_BAD') {
    options.onTurnedAway?.(peer, 'bad-frame');
    say('a syslog connection was closed', { ...facts, code, refused: ++refusals.badFrame });
  }
  // A peer that breaks off is its own affair; anything else is ours.
  else if (!(thrown instanceof Error && 'code' in thrown)) options.log.error('syslog messages could not be taken', facts);
}

/** Reads on until the sender is quiet, then closes. */
async function finish(socket: Socket, line: Line, ended: Promise<void>): Promise<void> {
  line.until = performance.now() + LAST_WORDS_MS;
  socket.end();
  const timer = setInterval(() => {
    const isQuiet = !line.isTaking && socket.readableLength === 0 && performance.now() - line.lastByte > QUIET_MS;
    if (isQuiet) socket.destroy();
  }, QUIET_MS / 4);
  await ended;
  clearInterval(timer);
}
