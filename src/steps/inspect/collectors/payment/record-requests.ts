import type { BrowserContext, CDPSession, Page, Request, WebSocket } from 'playwright-core';
import { type Canary, findCanaries, findInPieces, isHashed, type Sighting, wordsIn } from '../../checks/payment/find-canary.ts';
import type { HostUse, Leak } from '../../inspection.ts';
import { siteOf } from '../site-of.ts';
import type { Stack } from './record-scripts.ts';

/** What is kept of one look, so that a page that sends without end does not fill the memory. */
const MAX_SENT = 3_000;
const MAX_BODY = 400_000;
/** Headers that browsers send by themselves. */
const USUAL =
  /^(?:accept|accept-.*|cache-control|connection|content-.*|cookie|dnt|host|if-.*|origin|pragma|priority|purpose|range|referer|sec-.*|te|upgrade-.*|user-agent|x-requested-with)$/;

interface Sent {
  readonly url: string;
  readonly host: string;
  /** The shop itself: `host` then has the path. */
  readonly isOurs: boolean;
  readonly where: Leak['where'];
  readonly channel: string;
  readonly text: string;
}

type NameOf = (stack: Stack | undefined) => Promise<string | null>;

export interface RequestRecorder {
  /** Counts hosts anew: another page came. What was sent is kept. */
  reset(): void;
  /** The stack that asked for an address. */
  askedBy(url: string): Stack | undefined;
  hosts(nameOf: NameOf): Promise<HostUse[]>;
  /** Where typed values went. `words`: texts of the page, by which a recording of the visit is known. */
  leaks(canaries: readonly Canary[], words: readonly string[], nameOf: NameOf): Promise<Leak[]>;
}

/**
 * Records what the page, its frames, its workers and its service workers send, and to whom: addresses, headers, bodies, referrers,
 * web-socket frames. Addresses that the page only hints at (to be looked up early) count as sent: their names carry data too.
 */
export async function recordRequests(context: BrowserContext, page: Page, session: CDPSession, shop: string): Promise<RequestRecorder> {
  let counts = new Map<string, { requests: number; channels: Set<string>; urls: Set<string> }>();
  const sent: Sent[] = [];
  const stacks = new Map<string, Stack>();
  const count = (url: string, channel: string) => {
    const host = URL.parse(url)?.host;
    if (!host) return;
    const known = counts.get(host) ?? { requests: 0, channels: new Set(), urls: new Set() };
    counts.set(host, known);
    known.requests += 1;
    known.channels.add(channel);
    if (known.urls.size < 50) known.urls.add(url);
  };
  const note = (url: string, where: Leak['where'], channel: string, text: string | null | undefined) => {
    const host = URL.parse(url)?.host ?? '';
    const ours = siteOf(url) === shop;
    if (!text || sent.length >= MAX_SENT) return;
    // What goes to the shop itself is the shop's, unless it is fetched like a picture: then it lies in a log for who knows of it.
    const told = !ours ? host : where === 'address' && channel !== 'document' ? placeOf(url) : null;
    if (told !== null) sent.push({ url, host: told, isOurs: ours, where, channel, text: text.slice(0, MAX_BODY) });
  };
  const remember = (url: string, stack: Stack | undefined) => {
    if (stack && !stacks.has(url) && stacks.size < MAX_SENT) stacks.set(url, stack);
  };
  session.on('Network.requestWillBeSent', (event) => remember(event.request.url, event.initiator.stack as Stack | undefined));
  session.on('Network.webSocketCreated', (event) => remember(event.url, event.initiator?.stack as Stack | undefined));
  await session.send('Network.enable');
  context.on('request', (request: Request) => {
    const channel = channelOf(request);
    count(request.url(), channel);
    note(request.url(), 'address', channel, request.url());
    note(request.url(), 'body', channel, request.postDataBuffer()?.toString('latin1'));
    const headers = request.headers();
    note(request.url(), 'referrer', channel, headers.referer);
    for (const [name, value] of Object.entries(headers)) if (!USUAL.test(name)) note(request.url(), 'header', channel, value);
  });
  page.on('websocket', (socket: WebSocket) => {
    count(socket.url(), 'websocket');
    note(socket.url(), 'address', 'websocket', socket.url());
    socket.on('framesent', ({ payload }) => note(socket.url(), 'web socket', 'websocket', payload.toString('latin1')));
  });
  return {
    reset: () => {
      counts = new Map();
    },
    askedBy: (url) => stacks.get(url),
    hosts: async (nameOf) => {
      const uses = [...counts].map(async ([host, { requests, channels, urls }]): Promise<HostUse> => {
        const names = await Promise.all([...urls].map((url) => nameOf(stacks.get(url))));
        const scripts = [...new Set(names.filter((name) => name !== null))].sort();
        const party = siteOf(`https://${host}`) === shop ? 'first' : 'third';
        return { host, party, requests, scripts, channels: [...channels].sort() };
      });
      return (await Promise.all(uses)).sort((a, b) => a.host.localeCompare(b.host));
    },
    leaks: async (canaries, words, nameOf) => {
      const leaks: Leak[] = [];
      for (const [host, group] of Map.groupBy(sent, (item) => item.host)) {
        const found = leaksTo(group, canaries);
        const recording = found.length > 0 && isRecording(group, words);
        for (const { item, sighting } of found) {
          if (item.isOurs && !isHiddenSecret(sighting)) continue;
          const script = await nameOf(stacks.get(item.url));
          leaks.push({ ...sighting, host, where: item.where, channel: item.channel, script, recording });
        }
      }
      return leaks;
    },
  };
}

function placeOf(url: string): string {
  const { host = '', pathname = '' } = URL.parse(url) ?? {};
  return `${host}${pathname}`;
}

/** A card's data in what only looks like something else. Shops ask their own server about a number in the clear. */
function isHiddenSecret({ field, encoding }: Sighting): boolean {
  return (field === 'card' || field === 'cvc') && !/^(?:plain|url|in pieces)$/.test(encoding) && !isHashed({ encoding });
}

function channelOf(request: Request): string {
  if (request.serviceWorker() !== null) return 'service worker';
  return request.resourceType();
}

interface Found {
  readonly item: Sent;
  readonly sighting: Sighting;
}

/** Each field once for each place in which it went to one host; what only shows over several requests, last. */
function leaksTo(group: readonly Sent[], canaries: readonly Canary[]): Found[] {
  const found = new Map<string, Found>();
  const searched = new Set<string>();
  for (const item of group) {
    if (searched.has(item.text)) continue;
    searched.add(item.text);
    for (const sighting of findCanaries(item.text, canaries)) {
      const key = `${sighting.field} ${item.where} ${item.channel}`;
      if (!found.has(key)) found.set(key, { item, sighting });
    }
  }
  const open = canaries.filter(({ field }) => ![...found.values()].some(({ sighting }) => sighting.field === field));
  for (const where of ['address', 'body', 'web socket'] as const) {
    const items = group.filter((item) => item.where === where);
    const [first] = items;
    if (first === undefined) continue;
    const texts = items.map(({ text }) => text);
    for (const sighting of findInPieces(texts, open)) found.set(`${sighting.field} ${where}`, { item: first, sighting });
  }
  return [...found.values()];
}

/** Whether much of the page's own text went along: then the visit is recorded, not only its fields taken. */
function isRecording(group: readonly Sent[], words: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const { text } of group.filter(({ where, text }) => where !== 'referrer' && text.length > 400)) {
    for (const word of wordsIn(text, words)) seen.add(word);
    if (seen.size >= Math.max(3, words.length / 4)) return true;
  }
  return false;
}
