import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { type Lookup, resolveTarget } from '../http/resolve-target.ts';

export interface GuardProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A proxy on loopback through which pages go out. It resolves each host once, refuses private addresses and connects to the
 * address it checked. Unlike intercepting requests in the page it also holds for web sockets, workers and changed DNS answers.
 */
export async function openGuardProxy(lookup: Lookup): Promise<GuardProxy> {
  const server = createServer((request, response) => {
    forward(request, response, lookup).catch(() => refuse(response));
  });
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => socket.destroy());
    tunnel(request, socket, lookup).catch(() => socket.end('HTTP/1.1 403 Refused\r\n\r\n'));
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

async function tunnel(request: IncomingMessage, socket: Socket, lookup: Lookup): Promise<void> {
  const target = URL.parse(`http://${request.url ?? ''}`);
  if (!target) throw new Error('not a target');
  const [address] = await resolveTarget(target.hostname, false, lookup);
  const far = connect({ host: address ?? '', port: Number(target.port || 80) });
  far.once('connect', () => {
    socket.write('HTTP/1.1 200 Connected\r\n\r\n');
    pipeline(far, socket, () => far.destroy());
    pipeline(socket, far, () => socket.destroy());
  });
  far.once('error', () => socket.end('HTTP/1.1 502 Unreachable\r\n\r\n'));
}

async function forward(request: IncomingMessage, response: ServerResponse, lookup: Lookup): Promise<void> {
  const target = URL.parse(request.url ?? '');
  if (target?.protocol !== 'http:') return refuse(response);
  const [address] = await resolveTarget(target.hostname, false, lookup);
  const { 'proxy-connection': _dropped, ...headers } = request.headers;
  const far = httpRequest({
    host: address,
    port: target.port || 80,
    path: `${target.pathname}${target.search}`,
    method: request.method,
    headers,
    agent: false,
    setHost: false,
  });
  far.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => answer.destroy());
  });
  far.once('error', () => refuse(response, 502));
  pipeline(request, far, () => undefined);
}

function refuse(response: ServerResponse, status = 403): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status).end();
}
