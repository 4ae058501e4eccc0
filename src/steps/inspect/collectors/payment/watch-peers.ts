import type { CDPSession } from 'playwright-core';
import { z } from 'zod';
import type { Trick } from '../../inspection.ts';
import { siteOf } from '../site-of.ts';
import type { Child, Talk } from './attach-children.ts';
import { hookedPeers } from './hooked-peers.ts';
import type { RequestRecorder } from './record-requests.ts';
import type { Stack } from './stack.ts';

const CHANNEL = 'direct connection';

const NOBODY = 'to nobody who is named yet';

const toldShape = z.object({
  what: z.enum(['servers', 'remote', 'data', 'worker', 'shared worker']),
  text: z.string().default(''),
  /** Base64. */
  bytes: z.string().default(''),
  to: z.object({ servers: z.array(z.string()), remote: z.array(z.string()) }).default({ servers: [], remote: [] }),
  stack: z.string().default(''),
});
type Told = z.output<typeof toldShape>;
const serversShape = z.array(z.object({ urls: z.union([z.string(), z.array(z.string())]) }));

export interface PeerWatcher {
  follow(child: Child): Promise<void>;
  tricks(): Promise<Trick[]>;
}

/**
 * Watches direct connections (WebRTC) of the page, its frames and workers: what is handed to them counts as sent to the other end that is
 * named, else to the relay. Begin before the page is opened.
 */
export async function watchPeers(
  session: CDPSession,
  key: string,
  requests: Pick<RequestRecorder, 'sent' | 'asked'>,
  nameOf: (stack: Stack) => Promise<string | null>,
): Promise<PeerWatcher> {
  const name = `on${key.replace(/[^a-z]/gi, '').toLowerCase()}`;
  const source = hookedPeers(name, key);
  const seen = new Map<string, Promise<Trick>>();
  const trick = (what: typeof CHANNEL | 'shared worker', detail: string, stack: Stack, text: string): void => {
    const id = `${what} ${detail} ${text}`;
    if (seen.size < 100 && !seen.has(id))
      seen.set(
        id,
        nameOf(stack).then((script) => ({ script, what, detail })),
      );
  };
  const hear = (payload: string): void => {
    const told = toldShape.safeParse(parsed(payload)).data;
    if (told === undefined) return;
    const stack = stackOf(told.stack);
    if (told.what === 'worker' || told.what === 'shared worker') {
      requests.asked(told.text, stack);
      if (told.what === 'shared worker') trick(told.what, pathOf(told.text), stack, told.stack);
      return;
    }
    for (const sent of sentOf(told)) requests.sent({ ...sent, channel: CHANNEL, stack });
    if (told.what === 'data') return;
    const detail = [...remotesOf(told.to.remote), ...relaysOf(told.to.servers)].slice(0, 6).join(', ') || NOBODY;
    trick(CHANNEL, detail, stack, told.stack);
  };
  const listen = async (talk: Talk): Promise<void> => {
    talk.on('Runtime.bindingCalled', (event) => {
      if (event.name === name) hear(event.payload);
    });
    await Promise.all([talk.send('Runtime.enable'), talk.send('Runtime.addBinding', { name })]);
  };
  await listen(session);
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source });
  return {
    follow: async ({ kind, talk }) => {
      const hook =
        kind === 'frame'
          ? () => talk.send('Page.addScriptToEvaluateOnNewDocument', { source })
          : () => talk.send('Runtime.evaluate', { expression: source });
      await Promise.all([listen(talk), hook()]);
    },
    tricks: async () => {
      const all = [...new Map((await Promise.all(seen.values())).map((trick) => [JSON.stringify(trick), trick])).values()];
      const named = new Set(all.filter(({ detail }) => detail !== NOBODY).map(({ script }) => script));
      return all.filter(({ script, detail }) => detail !== NOBODY || !named.has(script));
    },
  };
}

function pathOf(url: string): string {
  return (URL.parse(url)?.pathname ?? url).slice(0, 200);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Names of relays are looked up, and descriptions of the other end are told to it: data travels in both. */
function sentOf({ what, text, bytes, to }: Told) {
  const relays = relaysOf(to.servers);
  if (what === 'servers')
    return relaysOf([text]).map((host) => ({ host: siteOf(`https://${host}`) ?? host, where: 'address' as const, text }));
  const host = remotesOf(to.remote)[0] ?? relays[0] ?? 'the other end of a direct connection';
  if (what === 'remote') return text === '' ? [] : [{ host, where: 'address' as const, text }];
  return [{ host, where: 'body' as const, text: bytes === '' ? text : Buffer.from(bytes, 'base64').toString('latin1') }];
}

/** Hosts of relays: `stun:relay.example:3478` → `relay.example`. */
function relaysOf(servers: readonly string[]): string[] {
  const urls = servers.flatMap((text) => (serversShape.safeParse(parsed(text)).data ?? []).flatMap((server) => server.urls));
  return unique(urls.flatMap((url) => /^(?:stuns?|turns?):(\[[^\]]+\]|[^:?]+)/i.exec(url)?.[1] ?? []));
}

/** Addresses of the other end, as descriptions and candidates tell them; names that only the own network knows are left out. */
function remotesOf(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(/candidate:\S+ \d+ \S+ \d+ (\S+) \d+/gi)].map(([, host = '']) => host),
    ...[...text.matchAll(/c=IN IP[46] (\S+)/gi)].map(([, host = '']) => host),
  ]);
  return unique(found.filter((host) => !/\.local$|^0\.0\.0\.0$|^::$/.test(host)));
}

/** A stack as the page's own engine writes it. */
function stackOf(text: string): Stack {
  const spots = [...text.matchAll(/((?:https?|blob):[^\s()]+?):(\d+):(\d+)/g)];
  return { callFrames: spots.map(([, url = '', line, column]) => ({ url, at: { line: Number(line) - 1, column: Number(column) - 1 } })) };
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
