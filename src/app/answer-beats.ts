import type { IncomingMessage, ServerResponse } from 'node:http';
import type { House } from '#engines/house.ts';
import { publicHostName } from '#kernel/host-name.ts';
import { type Beat, beatOf, recordBeat } from '#steps/watch/index.ts';
import type { Listener } from './listen-http.ts';

const BEAT = /^\/in\/beat\/([\w.-]{1,200})(?:\/([\w-]{1,10}))?$/;
const HEADERS = {
  'content-type': 'text/plain; charset=UTF-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'",
};
/** Machines beat by the thousand in the same minute: every other request can afford what a page needs, these cannot. */
const OK = Buffer.from('ok\n');
const UNKNOWN = Buffer.from('unknown beat address\n');

interface BeatsOptions {
  readonly house: House;
  /** Further names at which people reach the console. */
  readonly otherHosts: readonly string[];
}

/**
 * Takes the plainest heartbeats before anything else looks at a request: no body, the host that is surely ours. Everything else, and what
 * could not be recorded, goes on to where every request goes, which answers the same at more cost. 200 means durable.
 */
export function answerBeats({
  house,
  otherHosts,
}: BeatsOptions): (request: IncomingMessage, response: ServerResponse, next: Listener) => void {
  let judged = { host: '', publicUrl: '', isOurs: false };
  const isOurs = (host: string): boolean => {
    const { publicUrl } = house;
    if (judged.host !== host || judged.publicUrl !== publicUrl) {
      const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
      const known = publicHostName(name) === null || name === new URL(publicUrl).hostname || otherHosts.includes(name);
      judged = { host, publicUrl, isOurs: known };
    }
    return judged.isOurs;
  };
  return (request, response, next) => {
    const told = plainBeat(request);
    if (told === null || !isOurs(request.headers.host ?? '')) return next(request, response);
    recordBeat(house, told.token, told.beat).then(
      (known) => answer(response, known),
      () => next(request, response),
    );
  };
}

function plainBeat({ method, url, headers }: IncomingMessage): { readonly token: string; readonly beat: Beat } | null {
  if (url === undefined || !url.startsWith('/in/beat/') || (method !== 'GET' && method !== 'POST')) return null;
  const carries = (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined || headers.expect !== undefined;
  if (carries || headers.upgrade !== undefined || headers['x-forwarded-host'] !== undefined) return null;
  const [, token, word] = BEAT.exec(url) ?? [];
  const beat = word === undefined ? 'ok' : beatOf(word);
  return token === undefined || beat === null ? null : { token, beat };
}

function answer(response: ServerResponse, known: boolean): void {
  const body = known ? OK : UNKNOWN;
  response.writeHead(known ? 200 : 404, { ...HEADERS, 'content-length': body.length }).end(body);
}
