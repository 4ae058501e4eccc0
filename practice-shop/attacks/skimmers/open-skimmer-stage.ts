import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { SkimmerPage, SkimmerVariant, ThiefFile, ThiefHosts } from './types.ts';

/** A payment page on loopback into which variants are put, and the thief's servers. Names under `.example` must lead to loopback. */
export interface SkimmerStage {
  readonly hosts: ThiefHosts;
  /** Address of the payment page with a variant, or with its honest twin. Several can be open at once. */
  urlOf(variant: Pick<SkimmerVariant, 'build'>, honest: boolean): string;
  /** Requests that the thief's collecting host got, in order. */
  readonly received: readonly string[];
  close(): Promise<void>;
}

export async function openSkimmerStage(): Promise<SkimmerStage> {
  const pages = new Map<string, SkimmerPage>();
  const received: string[] = [];
  const server = createServer((request, response) => answer(request, response, pages, received));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const [, id = ''] = (request.url ?? '').split('/');
    const code = pages.get(id)?.files?.['/socket'];
    if (code) socket.send(String(code.body));
    socket.on('message', (data) => received.push(`WS ${String(data)}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (name: string) => `http://${name}:${port}`;
  const hosts = {
    collect: at('collect.thief.example'),
    cdn: at('static.thief-cdn.example'),
    lookAlike: at('www.google-anaiytics.example'),
  };
  return {
    hosts,
    received,
    urlOf: (variant, honest) => {
      const id = `p${pages.size}`;
      const local = { ...hosts, cdn: `${hosts.cdn}/${id}`, lookAlike: `${hosts.lookAlike}/${id}` };
      const page = variant.build(local, honest);
      pages.set(id, page);
      // A shop of its own for each, so that what one visit leaves behind does not reach the next.
      return `http://${id}.localhost:${port}${page.checkout?.path ?? '/checkout'}`;
    },
    close: () => close(server),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, pages: ReadonlyMap<string, SkimmerPage>, received: string[]): void {
  const name = (request.headers.host ?? '').split(':')[0] ?? '';
  const [path = '/'] = (request.url ?? '/').split('?');
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  if (name === 'collect.thief.example') {
    received.push(`${request.method} ${request.url}`);
    response.end('');
    return;
  }
  const own = name.endsWith('.localhost');
  const [, id = '', ...rest] = own ? ['', name.split('.')[0] ?? '', ...path.split('/').slice(1)] : path.split('/');
  const page = pages.get(id);
  const wanted = `/${rest.join('/')}`;
  const file: ThiefFile | undefined = own
    ? page?.shopFiles?.[wanted]
    : wanted === '/main.js'
      ? { type: 'text/javascript', body: page?.script ?? '' }
      : page?.files?.[wanted];
  if (file) {
    response.statusCode = file.status ?? 200;
    response.setHeader('content-type', file.type);
    response.setHeader('cache-control', 'no-store');
    response.end(isFor(file, request) ? file.body : (file.others ?? ''));
    return;
  }
  if (page === undefined || !own || wanted !== pathOf(page)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const { port } = request.socket.address() as AddressInfo;
  response.end(checkout(page, `http://static.thief-cdn.example:${port}/${id}`));
}

function pathOf({ checkout }: SkimmerPage): string {
  return new URL(checkout?.path ?? '/checkout', 'http://shop.example').pathname;
}

/** How often a file was asked for. */
const asked = new WeakMap<ThiefFile, number>();

function isFor(file: ThiefFile, { headers }: IncomingMessage): boolean {
  const count = (asked.get(file) ?? 0) + 1;
  asked.set(file, count);
  const fits = {
    language: headers['accept-language']?.startsWith('pl') ?? false,
    phones: /Mobile/.test(headers['user-agent'] ?? ''),
    first: count === 1,
    again: count > 2,
  };
  return file.to === undefined || fits[file.to];
}

const PRACTICE = `<h1>Checkout</h1><p>Blue mug, two pieces, 24.00 euro</p>
<form id="pay" method="post" action="/pay">
<label>E-mail <input name="email" type="email" autocomplete="email"></label>
<label>Full name <input name="holder" autocomplete="name"></label>
<label>Street <input name="street" autocomplete="street-address"></label>
<label>Note to us <input name="note"></label>
<div id="card"><label>Card number <input name="cc_number" autocomplete="cc-number"></label>
<label>Valid until <input name="cc_exp" autocomplete="cc-exp"></label>
<label>Security code <input name="cc_cid" autocomplete="cc-csc"></label></div>
<button>Place order and pay</button></form>`;

function checkout(page: SkimmerPage, cdn: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Checkout – Practice Shop</title></head><body>
${page.checkout?.html ?? PRACTICE}
${page.html ?? ''}${page.inline === undefined ? '' : `<script>${page.inline}</script>`}${page.script === undefined ? '' : `<script src="${cdn}/main.js"></script>`}
</body></html>`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
