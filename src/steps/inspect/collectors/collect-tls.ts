import { messageOf } from '#kernel/errors.ts';
import type { Certificate, Got, Inspection } from '../inspection.ts';
import type { CollectOptions, Outside } from './collect-options.ts';

type Versions = NonNullable<Inspection['oldTls']>;

/** Reads the certificate and tries the outdated protocol versions. */
export async function collectTls(
  outside: Pick<Outside, 'http'>,
  target: URL,
  options: Pick<CollectOptions, 'allowPrivate'>,
): Promise<{ readonly tls: Got<Certificate> | null; readonly oldTls: Versions | null }> {
  if (target.protocol !== 'https:') return { tls: null, oldTls: null };
  const port = Number(target.port || 443);
  const limits = { allowPrivate: options.allowPrivate, timeoutMs: 6_000 };
  try {
    const facts = await outside.http.handshake(target.hostname, port, limits);
    const value: Certificate = { ...facts, validFrom: facts.validFrom.toISOString(), validTo: facts.validTo.toISOString() };
    const old = (protocol: 'TLSv1' | 'TLSv1.1') =>
      outside.http.handshake(target.hostname, port, { ...limits, protocol }).then(
        () => 'accepted' as const,
        // The server has just answered a modern handshake: a quick refusal is its word on the version, a time-out is not.
        (thrown: unknown) => (messageOf(thrown).includes('within') ? ('unknown' as const) : ('refused' as const)),
      );
    return { tls: { kind: 'got', value }, oldTls: { TLSv1: await old('TLSv1'), 'TLSv1.1': await old('TLSv1.1') } };
  } catch (thrown) {
    return { tls: { kind: 'unknown', reason: messageOf(thrown) }, oldTls: { TLSv1: 'unknown', 'TLSv1.1': 'unknown' } };
  }
}
