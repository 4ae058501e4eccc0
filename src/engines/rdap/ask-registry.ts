import { z } from 'zod';
import type { Clock } from '../clock/types.ts';
import type { HttpClient } from '../http/types.ts';
import type { RegistryAnswer } from './types.ts';

/** Which registry answers for which ending: RFC 9224. */
const BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const KEPT_MS = 86_400_000;
const kept = new WeakMap<HttpClient, { readonly until: number; readonly list: Promise<unknown> }>();

/** IANA's list: endings, and the addresses that answer for them. */
const listShape = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });
const answerShape = z.object({
  status: z.array(z.string()).default([]),
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).default([]),
});

interface Outside {
  readonly http: HttpClient;
  readonly clock: Pick<Clock, 'ticks'>;
}

interface Wish {
  /** A registrable domain: `shop.example`. */
  readonly name: string;
  /** The registry's address, where IANA's list names none. */
  readonly server?: string;
  readonly allowPrivate?: boolean;
  /** Milliseconds for each of at most two requests (default 10,000). */
  readonly timeoutMs?: number;
}

/** Asks the registry of a name when it was registered and until when. Throws what the network throws. */
export async function askRegistry(
  outside: Outside,
  { name, server: given = '', allowPrivate = false, timeoutMs = 10_000 }: Wish,
): Promise<RegistryAnswer> {
  const server = given || rdapServerOf(await bootstrap(outside, timeoutMs), name);
  if (server === null) return { kind: 'unknown', reason: `the registry of ${name} answers no RDAP` };
  const url = new URL(`domain/${name}`, server.endsWith('/') ? server : `${server}/`).href;
  const { status, body, phases } = await outside.http.request({
    url,
    headers: { accept: 'application/rdap+json' },
    allowPrivate,
    timeoutMs,
  });
  if (status === 404) return { kind: 'free' };
  if (status !== 200) return { kind: 'unknown', reason: `the registry answered ${status}` };
  const parsed = answerShape.safeParse(parse(body));
  if (!parsed.success) return { kind: 'unknown', reason: 'the registry’s answer makes no sense' };
  const when = (action: string): Date | null => {
    const told = parsed.data.events.find(({ eventAction }) => eventAction === action)?.eventDate;
    const date = new Date(told ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date;
  };
  return { kind: 'registered', since: when('registration'), until: when('expiration'), states: parsed.data.status, ms: phases.total };
}

/** The registry's address for a name, https before http; `null`: none is listed. */
function rdapServerOf(list: unknown, name: string): string | null {
  const parsed = listShape.safeParse(list);
  if (!parsed.success) return null;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const addresses = parsed.data.services.find(([endings]) => endings.includes(ending))?.[1] ?? [];
  return addresses.find((address) => address.startsWith('https:')) ?? addresses[0] ?? null;
}

/** IANA's list, asked once a day. */
function bootstrap({ http, clock }: Outside, timeoutMs: number): Promise<unknown> {
  const known = kept.get(http);
  if (known && known.until > clock.ticks()) return known.list;
  const list = http.request({ url: BOOTSTRAP, timeoutMs }).then((answer) => parse(answer.body));
  kept.set(http, { until: clock.ticks() + KEPT_MS, list });
  list.catch(() => kept.delete(http));
  return list;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
