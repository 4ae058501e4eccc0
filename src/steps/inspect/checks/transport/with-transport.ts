import type { Certificate, Inspection } from '../../inspection.ts';
import type { Transport } from '../../site.ts';
import { type Judgement, unknown } from '../check.ts';

/** Why a check of TLS has nothing to say, or null. */
export function noTls(inspection: Inspection): string | null {
  return inspection.target.startsWith('https:') ? null : 'the shop is inspected over plain HTTP';
}

/** Judges how the server speaks TLS, or says why that was not seen. `certificate` is `null` when no whole handshake came about. */
export function withTransport(
  { transport, tls }: Inspection,
  judge: (transport: Transport, certificate: Certificate | null) => Judgement,
): Judgement {
  if (!transport || transport.kind === 'unknown') return unknown(transport?.reason ?? 'no HTTPS');
  return judge(transport.value, tls?.kind === 'got' ? tls.value : null);
}
