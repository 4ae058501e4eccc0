import type { BrowserContext, CDPSession, Page, Request, WebSocket } from 'playwright-core';
import type { Canary } from '../../checks/payment/find-canary.ts';
import type { HostUse, Leak } from '../../inspection.ts';
import type { Child } from './attach-children.ts';
import { hearSharedWorker } from './hear-shared-worker.ts';
import { leaksIn } from './leaks-in.ts';
import { MAX_BODY, type OtherSent, openSentBook } from './open-sent-book.ts';
import type { Stack } from './stack.ts';

type NameOf = (stack: Stack | undefined) => Promise<string | null>;
type Read = (stack: Stack | undefined) => Stack | undefined;

export interface RequestRecorder {
  /** Hears what a place of its own asks of the network; `read`: gives its stacks their place. */
  follow(child: Child, read: Read): Promise<void>;
  /** Something was sent by a way that is no request. */
  sent(what: OtherSent): void;
  /** A script asked for an address in a way of which the browser does not tell. */
  asked(url: string, stack: Stack): void;
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
  const book = openSentBook(shop);
  const noteAddress = (url: string, channel: string): void => {
    book.count(url, channel);
    book.note(url, 'address', channel, url);
  };
  const listen = async (talk: Child['talk'], read: Read): Promise<void> => {
    talk.on('Network.requestWillBeSent', (event) => {
      book.remember(event.request.url, read(event.initiator.stack as Stack | undefined));
      // What the browser fetches beforehand is no request of the page to the driver.
      if (event.type === 'Prefetch' || event.type === 'Other') noteAddress(event.request.url, 'prefetch');
    });
    talk.on('Network.webTransportCreated', (event) => {
      book.remember(event.url, read(event.initiator?.stack as Stack | undefined));
      noteAddress(event.url, 'web transport');
    });
    talk.on('Network.webSocketCreated', (event) => book.remember(event.url, read(event.initiator?.stack as Stack | undefined)));
    await talk.send('Network.enable', { maxPostDataSize: MAX_BODY });
  };
  session.on('Preload.prefetchStatusUpdated', ({ prefetchUrl }) => noteAddress(prefetchUrl, 'prefetch'));
  await session.send('Preload.enable').catch(() => undefined);
  await listen(session, (stack) => stack);
  context.on('request', (request: Request) => {
    const channel = channelOf(request);
    book.count(request.url(), channel);
    book.note(request.url(), 'address', channel, request.url());
    book.note(request.url(), 'body', channel, request.postDataBuffer()?.toString('latin1'));
    book.noteHeaders(request.url(), channel, request.headers());
  });
  page.on('websocket', (socket: WebSocket) => {
    book.count(socket.url(), 'websocket');
    book.note(socket.url(), 'address', 'websocket', socket.url());
    socket.on('framesent', ({ payload }) => book.note(socket.url(), 'web socket', 'websocket', payload.toString('latin1')));
  });
  return {
    follow: async (child, read) => {
      await listen(child.talk, read);
      if (child.kind === 'shared worker') await hearSharedWorker(child, book);
    },
    sent: book.noteOther,
    asked: book.remember,
    reset: book.reset,
    askedBy: book.stackOf,
    hosts: book.hosts,
    leaks: async (canaries, words, nameOf) =>
      Promise.all(leaksIn(book.sent, canaries, words).map(async ({ url, leak }) => ({ ...leak, script: await nameOf(book.stackOf(url)) }))),
  };
}

function channelOf(request: Request): string {
  if (request.serviceWorker() !== null) return 'service worker';
  return request.resourceType();
}
