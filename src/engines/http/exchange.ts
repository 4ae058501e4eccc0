import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import { readBody } from './read-body.ts';
import { saveBody } from './save-body.ts';
import { readTlsFacts } from './tls-facts.ts';
import type { HttpAnswer, HttpRequest, Phases, TlsFacts } from './types.ts';

const MAX_HEADERS = 64 * 1024;

export interface Hop {
  readonly url: URL;
  readonly address: string;
  readonly method: NonNullable<HttpRequest['method']>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly maxBytes: number;
  readonly into?: string | undefined;
  readonly requireTrusted: boolean;
  readonly signal: AbortSignal;
  readonly ticks: () => number;
}

export type HopAnswer = Omit<HttpAnswer, 'redirects' | 'phases'> & { readonly phases: Omit<Phases, 'dns'> };

/** One request to one checked address, without following redirects. Rejects with the network's own error. */
export function exchange(hop: Hop): Promise<HopAnswer> {
  const started = hop.ticks();
  const at: { connect: number | null; tls: number | null; firstByte: number | null } = { connect: null, tls: null, firstByte: null };
  let facts: TlsFacts | null = null;
  const since = () => Math.max(0, hop.ticks() - started);
  return new Promise((resolve, reject) => {
    const request = open(hop, (message) => {
      at.firstByte = since() - (at.connect ?? 0) - (at.tls ?? 0);
      (hop.into === undefined ? readBody(message, hop.maxBytes) : saveBody(message, hop.maxBytes, hop.into))
        .then((body) => resolve(answerOf(hop, message, body, facts, { ...at, total: since() })))
        .catch(reject);
    });
    request.on('socket', (socket: Socket) => {
      socket.once('connect', () => {
        at.connect = since();
      });
      socket.once('secureConnect', () => {
        at.tls = since() - (at.connect ?? 0);
        if (socket instanceof TLSSocket) facts = readTlsFacts(socket);
      });
    });
    request.on('error', reject);
    request.end(hop.body);
  });
}

function open(hop: Hop, onAnswer: (message: IncomingMessage) => void): ClientRequest {
  const secure = hop.url.protocol === 'https:';
  const name = hop.url.hostname.replace(/^\[|\]$/g, '');
  return (secure ? httpsRequest : httpRequest)(
    {
      host: hop.address,
      port: hop.url.port || (secure ? 443 : 80),
      path: `${hop.url.pathname}${hop.url.search}`,
      method: hop.method,
      headers: { host: hop.url.host, ...hop.headers },
      agent: false,
      maxHeaderSize: MAX_HEADERS,
      signal: hop.signal,
      rejectUnauthorized: hop.requireTrusted,
      servername: isIP(name) ? '' : name,
      checkServerIdentity: (_address, certificate) => checkServerIdentity(name, certificate),
    },
    onAnswer,
  );
}

function answerOf(
  hop: Hop,
  message: IncomingMessage,
  body: { bytes: Uint8Array; truncated: boolean },
  tls: TlsFacts | null,
  phases: HopAnswer['phases'],
): HopAnswer {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (name !== 'set-cookie' && values) headers[name] = values.join(', ');
  }
  return {
    url: hop.url.href,
    status: message.statusCode ?? 0,
    headers,
    cookies: message.headersDistinct['set-cookie'] ?? [],
    body: body.bytes,
    truncated: body.truncated,
    phases,
    address: hop.address,
    tls,
  };
}
