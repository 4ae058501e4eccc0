import type { TlsFacts } from '#engines/http/types.ts';
import type { CertificateFacts } from '#kernel/shop-change.ts';

/** The certificate that a look met. */
export interface SeenCertificate extends CertificateFacts {
  /** Of its whole content, by which it is known again. */
  readonly fingerprint: string;
}

/** What is kept of a certificate; nothing of one without a fingerprint. Pure. */
export function seenCertificate(tls: TlsFacts | null): { readonly certificate: SeenCertificate } | Record<string, never> {
  if (tls === null || tls.fingerprint256 === '' || Number.isNaN(tls.validTo.getTime())) return {};
  const { fingerprint256: fingerprint, serial, issuer, validTo: until } = tls;
  return { certificate: { fingerprint, serial: serial.slice(0, 100), issuer: issuer.slice(0, 300), until } };
}
