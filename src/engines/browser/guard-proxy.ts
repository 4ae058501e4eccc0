import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { pipeline, type Readable, type Writable } from 'node:stream';
import { type Lookup, resolveTarget } from '../http/resolve-target.ts';

export interface GuardProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A proxy on loopback through which pages go out. It resolves each host once, refuses private addresses (with `allowPrivate`
 * only those that never belong to a shop: a cloud's metadata) and connects to an address it checked. Unlike intercepting requests in the page it also holds for web sockets, workers and changed DNS answers.
 */
export async function openGuardProxy(lookup: Lookup, allowPrivate: boolean): Promise<GuardProxy> {
  const check: Check = (host) => resolveTarget(host, allowPrivate, lookup);
  const server = createServer((request, response) => {
    forward(request, response, check).catch(() => refuse(response));
  });
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    tunnel(request, socket, check).catch(() => socket.end('HTTP/1.1 403 Refused\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Check = (host: string) => Promise<readonly string[]>;

/** For `connect`: only the addresses that were checked, tried one after the other. */
function only(addresses: readonly string[]) {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_host, _options, done) => done(null, all);
  return { lookup, autoSelectFamily: true };
}

async function tunnel(request: IncomingMessage, socket: Socket, check: Check): Promise<void> {
  const target = URL.parse(`http://${request.url ?? ''}`);
  if (!target) throw new Error('not a target');
  const addresses = await check(target.hostname);
  const far = connect({ host: 'checked', port: Number(target.port || 80), ...only(addresses) });
  far.once('connect', () => {
    socket.write('HTTP/1.1 200 Connected\r\n\r\n');
    flow(far, socket);
    flow(socket, far);
  });
  far.on('error', () => socket.end('HTTP/1.1 502 Unreachable\r\n\r\n'));
}

async function forward(request: IncomingMessage, response: ServerResponse, check: Check): Promise<void> {
  const target = URL.parse(request.url ?? '');
  if (target?.protocol !== 'http:') return refuse(response);
  const addresses = await check(target.hostname);
  const { 'proxy-connection': _dropped, ...headers } = request.headers;
  const far = httpRequest({
    host: 'checked',
    ...only(addresses),
    port: target.port || 80,
    path: `${target.pathname}${target.search}`,
    method: request.method,
    headers,
    agent: false,
    setHost: false,
  });
  far.once('response', (answer) => {
    if (!response.destroyed) response.writeHead(answer.statusCode ?? 502, answer.headers);
    flow(answer, response);
  });
  far.on('error', () => refuse(response, 502));
  response.once('close', () => far.destroy());
  if (response.destroyed) far.destroy();
  else flow(request, far);
}

/** Pipes one way. A page may leave at any moment: then whatever is left of the other side goes too, and nothing throws. */
function flow(from: Readable, to: Writable): void {
  if (from.destroyed || to.destroyed || to.writableEnded) {
    from.destroy();
    return;
  }
  pipeline(from, to, () => from.destroy());
}

function refuse(response: ServerResponse, status = 403): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else response.writeHead(status).end();
}
