import type { PeerCertificate, TLSSocket } from 'node:tls';
import { reasonOfCode } from './reason-of.ts';
import type { TlsFacts } from './types.ts';

/** Reads protocol, cipher and certificate of an established TLS connection, trusted or not. `null` when there is no certificate. */
export function readTlsFacts(socket: TLSSocket): TlsFacts | null {
  const certificate = socket.getPeerCertificate(false);
  if (!certificate || Object.keys(certificate).length === 0) return null;
  const cipher = socket.getCipher();
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: cipher.standardName ?? cipher.name,
    validFrom: new Date(certificate.valid_from),
    validTo: new Date(certificate.valid_to),
    issuer: issuerOf(certificate),
    names: namesOf(certificate),
    fingerprint256: certificate.fingerprint256,
    serial: certificate.serialNumber ?? '',
    trusted: socket.authorized || reasonOfCode(String(socket.authorizationError ?? 'unknown')),
  };
}

function issuerOf(certificate: PeerCertificate): string {
  const { O: organisation, CN: commonName } = certificate.issuer ?? {};
  return [organisation, commonName].flat().filter(Boolean).join(' ');
}

function namesOf(certificate: PeerCertificate): string[] {
  const alternative = (certificate.subjectaltname ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^(DNS|IP Address):/, ''))
    .filter(Boolean);
  if (alternative.length > 0) return alternative;
  return [certificate.subject?.CN].flat().filter((name): name is string => Boolean(name));
}
