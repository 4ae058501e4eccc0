import type { SentCertificate, TlsOffer, TlsReply, TlsVersion } from '#engines/tls/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Transport } from '../site.ts';
import { isModernSuite, type Suite, suiteName, suitesOf } from '../tls-suites.ts';

type Say = (offer: TlsOffer) => Promise<TlsReply | { readonly kind: 'unknown'; readonly reason: string }>;
type Accepted = Extract<TlsReply, { kind: 'accepted' }>;

const MOST_SUITES = 64;
const newestFirst: readonly TlsVersion[] = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3'];

interface Whole {
  readonly alpn: string | null;
  readonly isStapled: boolean;
  readonly own: SentCertificate | null;
}

/**
 * Asks a server by first messages which versions and which dated cipher suites it accepts: one message a version, then one more than
 * it accepts of the dated suites, then at most two on who decides. `say` keeps the pace and never throws.
 */
export async function collectTransport(say: Say, whole: Whole | null): Promise<Transport> {
  const replies = new Map<TlsVersion, Awaited<ReturnType<Say>>>();
  for (const version of newestFirst) replies.set(version, await say({ version, suites: numbers(suitesOf(version)) }));
  const accepted = (version: TlsVersion): Accepted | null => {
    const reply = replies.get(version);
    return reply?.kind === 'accepted' && reply.version === version ? reply : null;
  };
  const speaks = whole !== null || newestFirst.some(accepted);
  const old = newestFirst.find((version) => version !== 'TLSv1.3' && accepted(version)) ?? null;
  const first = old === null ? null : accepted(old);
  const dated = old === null ? { names: [], hasModern: null, cut: null } : await askSuites(say, old);
  return {
    versions: {
      SSLv3: wordOf(replies.get('SSLv3'), accepted('SSLv3'), speaks),
      TLSv1: wordOf(replies.get('TLSv1'), accepted('TLSv1'), speaks),
      'TLSv1.1': wordOf(replies.get('TLSv1.1'), accepted('TLSv1.1'), speaks),
      'TLSv1.2': wordOf(replies.get('TLSv1.2'), accepted('TLSv1.2'), speaks),
      'TLSv1.3': wordOf(replies.get('TLSv1.3'), accepted('TLSv1.3'), speaks),
    },
    chosen: newestFirst.flatMap((version) => {
      const reply = accepted(version);
      return reply ? [{ version, suite: suiteName(reply.suite) }] : [];
    }),
    asked: old,
    dated: dated.names,
    hasModern: dated.hasModern,
    cut: dated.cut,
    order: old === null || first === null ? 'unknown' : await askOrder(say, old, first.suite),
    chain: first?.certificates ?? [],
    own: whole?.own ?? first?.certificates[0] ?? null,
    isStapled: (whole?.isStapled ?? false) || (first?.isStapled ?? false),
    alpn: whole?.alpn ?? null,
    dhBits: old === null ? null : await askGroup(say, old),
    isRenegotiationSafe: first?.isRenegotiationSafe ?? null,
    isCompressed: first?.isCompressed ?? false,
  };
}

/** A server that speaks TLS at all and hangs up on a version refuses it; one that never answered says nothing. */
function wordOf(
  reply: Awaited<ReturnType<Say>> | undefined,
  accepted: Accepted | null,
  speaks: boolean,
): 'accepted' | 'refused' | 'unknown' {
  if (accepted) return 'accepted';
  if (reply === undefined || reply.kind === 'unknown') return 'unknown';
  return speaks ? 'refused' : 'unknown';
}

async function askSuites(say: Say, version: TlsVersion): Promise<{ names: string[]; hasModern: boolean | null; cut: string | null }> {
  const all = suitesOf(version);
  const modern = await say({ version, suites: numbers(all.filter(isModernSuite)) });
  const hasModern = modern.kind === 'unknown' ? null : modern.kind === 'accepted';
  let left = numbers(all.filter((suite) => !isModernSuite(suite)));
  const names: string[] = [];
  while (left.length > 0 && names.length < MOST_SUITES) {
    const reply = await say({ version, suites: left });
    if (reply.kind === 'unknown') return { names, hasModern, cut: reply.reason };
    // A server that answers what was not offered would go on for ever.
    if (reply.kind === 'refused' || !left.includes(reply.suite)) return { names, hasModern, cut: null };
    names.push(suiteName(reply.suite));
    left = left.filter((number) => number !== reply.suite);
  }
  return { names, hasModern, cut: left.length === 0 ? null : 'the server accepts very many' };
}

async function askOrder(say: Say, version: TlsVersion, chosen: number): Promise<Transport['order']> {
  const others = numbers(suitesOf(version)).filter((number) => number !== chosen);
  const last = await say({ version, suites: [...others, chosen] });
  if (last.kind !== 'accepted') return 'unknown';
  if (last.suite !== chosen) return 'client';
  const without = await say({ version, suites: others });
  return without.kind === 'unknown' ? 'unknown' : without.kind === 'refused' ? 'one' : 'server';
}

async function askGroup(say: Say, version: TlsVersion): Promise<number | null> {
  const reply = await say({ version, suites: numbers(suitesOf(version).filter(({ name }) => /^TLS_DHE_/.test(name))) });
  return reply.kind === 'accepted' ? reply.dhBits : null;
}

function numbers(suites: readonly Suite[]): number[] {
  return suites.map(({ code }) => code);
}

/** Makes the way to say one first message out of the engine and the pace. */
export function sayAtPace(pace: () => Promise<void>, hello: (offer: TlsOffer) => Promise<TlsReply>): Say {
  return async (offer) => {
    await pace();
    try {
      return await hello(offer);
    } catch (thrown) {
      return { kind: 'unknown', reason: messageOf(thrown) };
    }
  };
}
