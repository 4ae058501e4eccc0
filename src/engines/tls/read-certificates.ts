import { X509Certificate } from 'node:crypto';
import type { SentCertificate } from './types.ts';

/** 1.3.6.1.5.5.7.1.24, the extension that demands stapling (RFC 7633), as DER writes it. */
const TLS_FEATURE = Buffer.from([0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x18]);
const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp224r1: 224, prime192v1: 192 };

/** Reads certificates in the order in which a server sent them (DER). One that is none ends the list: what follows says nothing. */
export function readCertificates(chain: readonly Uint8Array[]): SentCertificate[] {
  const read: X509Certificate[] = [];
  for (const der of chain) {
    try {
      read.push(new X509Certificate(Buffer.from(der)));
    } catch {
      break;
    }
  }
  return read.map((certificate, at) => factsOf(certificate, read[at + 1]));
}

function factsOf(certificate: X509Certificate, next: X509Certificate | undefined): SentCertificate {
  const { type, bits } = keyOf(certificate);
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    keyType: type,
    keyBits: bits,
    signature: signatureOf(certificate.raw),
    isAuthority: certificate.ca,
    isSelfSigned: certificate.checkIssued(certificate) && isSignedBy(certificate, certificate),
    isSignedByNext: next === undefined ? null : certificate.checkIssued(next) && isSignedBy(certificate, next),
    demandsStaple: certificate.raw.includes(TLS_FEATURE),
    hasResponder: /OCSP/.test(certificate.infoAccess ?? ''),
    fingerprint256: certificate.fingerprint256,
  };
}

function keyOf(certificate: X509Certificate): { readonly type: string; readonly bits: number | null } {
  try {
    const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey;
    return { type, bits: details?.modulusLength ?? CURVE_BITS[details?.namedCurve ?? ''] ?? null };
  } catch {
    return { type: 'unknown', bits: null };
  }
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function nameOf(lines: string | undefined): string {
  return (lines ?? '').split('\n').join(', ');
}

/** The algorithm that stands behind the signed part (RFC 5280 §4.1.1.2): SEQUENCE { signed, SEQUENCE { identifier, … }, … }. */
function signatureOf(der: Uint8Array): string {
  const outer = elementAt(der, 0);
  const signed = elementAt(der, outer.start);
  const algorithm = elementAt(der, signed.end);
  const identifier = elementAt(der, algorithm.start);
  const bytes = der.subarray(identifier.start, identifier.end);
  const parts: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  const first = parts.shift() ?? 0;
  return [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40)), ...parts].join('.');
}

function elementAt(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const more = first & 0x80 ? first & 0x7f : 0;
  const length = more === 0 ? first : der.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start: at + 2 + more, end: at + 2 + more + length };
}
