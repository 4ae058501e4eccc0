import type { CDPSession, Page, Request, WebSocket } from 'playwright-core';
import { type Canary, findCanaries } from '../../checks/payment/find-canary.ts';
import type { Leak, PaymentPage } from '../../inspection.ts';
import { siteOf } from '../site-of.ts';

interface Sent {
  readonly url: string;
  readonly where: Leak['where'];
  readonly text: string;
}

export interface RequestRecorder {
  /** Counts hosts anew: another page came. What was sent is kept. */
  reset(): void;
  hosts(): PaymentPage['hosts'];
  leaks(canaries: readonly Canary[]): Leak[];
}

/** Records what the page sends, and to whom: addresses, bodies, referrers and web-socket frames. */
export async function recordRequests(page: Page, session: CDPSession, shop: string): Promise<RequestRecorder> {
  const counts = new Map<string, number>();
  const sent: Sent[] = [];
  const initiators = new Map<string, string>();
  const note = (url: string, where: Leak['where'], text: string | null) => {
    if (text !== null && text !== '' && siteOf(url) !== shop) sent.push({ url, where, text });
  };
  session.on('Network.requestWillBeSent', (event) => {
    const script = event.initiator.stack?.callFrames.find((frame) => frame.url !== '')?.url;
    if (script !== undefined) initiators.set(event.request.url, script);
  });
  await session.send('Network.enable');
  page.on('request', (request: Request) => {
    const host = URL.parse(request.url())?.host;
    if (!host) return;
    counts.set(host, (counts.get(host) ?? 0) + 1);
    note(request.url(), 'address', request.url());
    note(request.url(), 'body', request.postDataBuffer()?.toString('latin1') ?? null);
    note(request.url(), 'referrer', request.headers().referer ?? null);
  });
  page.on('websocket', (socket: WebSocket) => {
    const host = URL.parse(socket.url())?.host ?? '';
    counts.set(host, (counts.get(host) ?? 0) + 1);
    note(socket.url(), 'address', socket.url());
    socket.on('framesent', ({ payload }) => note(socket.url(), 'web socket', payload.toString('latin1')));
  });
  return {
    reset: () => counts.clear(),
    hosts: () =>
      [...counts]
        .map(([host, requests]) => ({
          host,
          requests,
          party: siteOf(`https://${host}`) === shop ? ('first' as const) : ('third' as const),
        }))
        .sort((a, b) => a.host.localeCompare(b.host)),
    leaks: (canaries) => leaksIn(sent, canaries, initiators),
  };
}

function leaksIn(sent: readonly Sent[], canaries: readonly Canary[], initiators: ReadonlyMap<string, string>): Leak[] {
  const leaks = new Map<string, Leak>();
  for (const { url, where, text } of sent) {
    const host = URL.parse(url)?.host ?? '';
    for (const { field, encoding } of findCanaries(text, canaries)) {
      const script = initiators.get(url)?.split('?')[0] ?? null;
      const key = `${field} ${host} ${where}`;
      if (!leaks.has(key)) leaks.set(key, { field, host, where, encoding, script });
    }
  }
  return [...leaks.values()];
}
