import type { HostUse, Leak } from '../../inspection.ts';
import { siteOf } from '../site-of.ts';
import type { Sent } from './leaks-in.ts';
import type { Stack } from './stack.ts';

/** What is kept of one look, so that a page that sends without end does not fill the memory. */
const MAX_SENT = 3_000;
export const MAX_BODY = 400_000;
/** Headers that browsers send by themselves. */
const USUAL =
  /^(?:accept|accept-.*|cache-control|connection|content-.*|cookie|dnt|host|if-.*|origin|pragma|priority|purpose|range|referer|sec-.*|te|upgrade-.*|user-agent|x-requested-with)$/;

type NameOf = (stack: Stack | undefined) => Promise<string | null>;

/** What one look saw leave the page, and which hosts it was told to. */
export type SentBook = ReturnType<typeof openSentBook>;

/** Opens a book for one look. `shop`: the shop's site, to which things may be sent. */
export function openSentBook(shop: string) {
  let counts = new Map<string, { requests: number; channels: Set<string>; urls: Set<string> }>();
  const sent: Sent[] = [];
  const stacks = new Map<string, Stack>();
  const countHost = (host: string, url: string, channel: string) => {
    const known = counts.get(host) ?? { requests: 0, channels: new Set(), urls: new Set() };
    counts.set(host, known);
    known.requests += 1;
    known.channels.add(channel);
    if (known.urls.size < 50) known.urls.add(url);
  };
  const remember = (url: string, stack: Stack | undefined) => {
    if (stack && !stacks.has(url) && stacks.size < MAX_SENT) stacks.set(url, stack);
  };
  const note = (url: string, where: Leak['where'], channel: string, text: string | null | undefined) => {
    const host = URL.parse(url)?.host ?? '';
    const ours = siteOf(url) === shop;
    if (!text || sent.length >= MAX_SENT) return;
    // What goes to the shop itself is the shop's, unless it is fetched like a picture: then it lies in a log for who knows of it.
    const told = !ours ? host : where === 'address' && channel !== 'document' ? placeOf(url) : null;
    if (told !== null) sent.push({ url, host: told, isOurs: ours, where, channel, text: text.slice(0, MAX_BODY) });
  };
  return {
    sent,
    remember,
    note,
    stackOf: (url: string) => stacks.get(url),
    count: (url: string, channel: string) => {
      const host = URL.parse(url)?.host;
      if (host) countHost(host, url, channel);
    },
    noteHeaders: (url: string, channel: string, headers: Readonly<Record<string, string>>) => {
      for (const [name, value] of Object.entries(headers)) {
        if (name.toLowerCase() === 'referer') note(url, 'referrer', channel, value);
        else if (!USUAL.test(name.toLowerCase())) note(url, 'header', channel, value);
      }
    },
    /** By a way that is no request. */
    noteOther: ({ host, where, channel, text, stack }: OtherSent) => {
      if (sent.length >= MAX_SENT) return;
      const url = `${channel}:${host}:${sent.length}`;
      sent.push({ url, host, isOurs: false, where, channel, text: text.slice(0, MAX_BODY) });
      remember(url, stack);
      if (!/\s/.test(host)) countHost(host, url, channel);
    },
    /** Counts hosts anew: another page came. */
    reset: () => {
      counts = new Map();
    },
    hosts: async (nameOf: NameOf): Promise<HostUse[]> => {
      const uses = [...counts].map(async ([host, { requests, channels, urls }]): Promise<HostUse> => {
        const names = await Promise.all([...urls].map((url) => nameOf(stacks.get(url))));
        const scripts = [...new Set(names.filter((name) => name !== null))].sort();
        const party = siteOf(`https://${host}`) === shop ? 'first' : 'third';
        return { host, party, requests, scripts, channels: [...channels].sort() };
      });
      return (await Promise.all(uses)).sort((a, b) => a.host.localeCompare(b.host));
    },
  };
}

export interface OtherSent extends Pick<Leak, 'host' | 'where' | 'channel'> {
  readonly text: string;
  readonly stack: Stack;
}

function placeOf(url: string): string {
  const { host = '', pathname = '' } = URL.parse(url) ?? {};
  return `${host}${pathname}`;
}
