import type { TlsHandshake } from '#engines/http/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { Certificate, Got, Inspection } from '../inspection.ts';
import type { CollectOptions, Outside } from './collect-options.ts';
import { collectTransport, sayAtPace } from './collect-transport.ts';

type Seen = Pick<Inspection, 'tls' | 'transport'>;

/** Reads the certificate by a whole handshake, then asks by first messages what else the server accepts. */
export async function collectTls(
  outside: Pick<Outside, 'http'>,
  target: URL,
  options: Pick<CollectOptions, 'allowPrivate'>,
  pace: () => Promise<void>,
): Promise<Seen> {
  if (target.protocol !== 'https:') return { tls: null, transport: null };
  const port = Number(target.port || 443);
  const limits = { allowPrivate: options.allowPrivate, timeoutMs: 6_000 };
  const shake = async (isLenient: boolean): Promise<Got<TlsHandshake>> => {
    await pace();
    try {
      return {
        kind: 'got',
        value: await outside.http.handshake(target.hostname, port, { ...limits, alpn: ['h2', 'http/1.1'], isLenient }),
      };
    } catch (thrown) {
      return { kind: 'unknown', reason: messageOf(thrown) };
    }
  };
  const strict = await shake(false);
  const answer = strict.kind === 'unknown' ? await shake(true) : strict;
  const say = sayAtPace(pace, (offer) => outside.http.hello(target.hostname, port, offer, limits));
  // Where nothing answers at all it is not asked forty times more.
  const isAbsent = answer.kind === 'unknown' && /refused|does not exist|no route|within|private/.test(answer.reason);
  return {
    tls: answer.kind === 'got' ? { kind: 'got', value: certificateOf(answer.value) } : answer,
    transport: isAbsent ? answer : await seen(say, answer),
  };
}

async function seen(say: Parameters<typeof collectTransport>[0], answer: Got<TlsHandshake>): Promise<Seen['transport']> {
  const transport = await collectTransport(say, answer.kind === 'got' ? answer.value : null);
  const speaks = answer.kind === 'got' || transport.chosen.length > 0;
  return speaks ? { kind: 'got', value: transport } : answer;
}

function certificateOf({ alpn: _alpn, isStapled: _stapled, own: _own, ...facts }: TlsHandshake): Certificate {
  return { ...facts, validFrom: facts.validFrom.toISOString(), validTo: facts.validTo.toISOString() };
}
