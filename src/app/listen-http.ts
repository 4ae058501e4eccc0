import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ShopbellError } from '#kernel/errors.ts';

interface Listening {
  readonly port: number;
  /** Takes no more connections, lets running answers finish for at most `withinMs`, then cuts them. */
  close(withinMs: number): Promise<void>;
}

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Whether the port was asked for: then a taken one is an error instead of a reason to try the next. */
  readonly portIsFixed: boolean;
  readonly fetch: (request: Request, env: object) => Response | Promise<Response>;
  /** Sees every request first, and answers it or hands it on. */
  readonly first?: (request: IncomingMessage, response: ServerResponse, next: Listener) => void;
}

const PORTS_TRIED = 20;
const MOST_CONNECTIONS = 2_000;

/** Listens for HTTP. Throws PORT_BUSY. */
export async function listenHttp(options: ListenOptions): Promise<Listening> {
  const { first } = options;
  const listener = getRequestListener(options.fetch, { overrideGlobalObjects: false });
  const next: Listener = (request, response) => void listener(request, response);
  const server = createServer(first === undefined ? next : (request, response) => first(request, response, next));
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  // More are turned away: the program keeps file handles for its engines.
  server.maxConnections = MOST_CONNECTIONS;
  const tries = options.portIsFixed || options.port === 0 ? 1 : PORTS_TRIED;
  for (let n = 0; n < tries; n++) {
    if (await tryPort(server, options.host, options.port + n)) return running(server);
  }
  throw new ShopbellError('PORT_BUSY', { port: options.port, host: options.host });
}

function running(server: Server): Listening {
  return { port: (server.address() as AddressInfo).port, close: (withinMs) => closeWithin(server, withinMs) };
}

/** Takes no more connections, lets running answers finish for at most `ms`, then cuts them. */
export function closeWithin(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function tryPort(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      server.off('listening', done);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const done = (): void => {
      server.off('error', fail);
      resolve(true);
    };
    server.once('error', fail).once('listening', done).listen(port, host);
  });
}
