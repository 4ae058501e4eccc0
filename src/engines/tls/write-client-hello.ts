import { isIP } from 'node:net';
import { type TlsOffer, type TlsVersion, tlsVersions } from './types.ts';

const RENEGOTIATION_WORD = 0x00ff;
/** x25519, secp256r1, secp384r1, secp521r1, x448, secp224r1, secp192r1, ffdhe2048, ffdhe3072, ffdhe4096. */
const GROUPS = [29, 23, 24, 25, 30, 21, 19, 256, 257, 258];
/** ECDSA, RSA-PSS, RSA and DSA with all hashes down to SHA-1, so that a server with an old certificate shows it. */
const SIGNATURES = [
  ...[0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601, 0x0402, 0x0303, 0x0301, 0x0203, 0x0201, 0x0202],
];

/** The number of a version on the wire. */
function wireVersion(version: TlsVersion): number {
  return 0x0300 + tlsVersions.indexOf(version);
}

/** One record with a ClientHello (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2, RFC 6101). `random`: 64 bytes, different each time. */
export function writeClientHello(offer: TlsOffer, host: string, random: Uint8Array): Uint8Array {
  const isNew = offer.version === 'TLSv1.3';
  const version = isNew ? 0x0303 : wireVersion(offer.version);
  const suites = offer.version === 'SSLv3' || isNew ? offer.suites : [...offer.suites, RENEGOTIATION_WORD];
  const compressions = isNew ? [0] : [1, 0];
  const body = [
    ...word(version),
    ...random.subarray(0, 32),
    ...sized(1, []),
    ...sized(2, suites.flatMap(word)),
    ...sized(1, compressions),
    ...(offer.version === 'SSLv3' ? [] : sized(2, extensions(offer, host, random.subarray(32, 64)))),
  ];
  const message = [1, ...sized(3, body)];
  const record = offer.version === 'SSLv3' ? 0x0300 : 0x0301;
  return Uint8Array.from([22, ...word(record), ...sized(2, message)]);
}

function extensions(offer: TlsOffer, host: string, share: Uint8Array): number[] {
  const name = host.replace(/^\[|\]$/g, '');
  const serverName = isIP(name) ? [] : extension(0, sized(2, [0, ...sized(2, [...Buffer.from(name)])]));
  const isNew = offer.version === 'TLSv1.3';
  return [
    ...serverName,
    ...extension(5, [1, 0, 0, 0, 0]),
    ...extension(10, sized(2, GROUPS.flatMap(word))),
    ...extension(11, sized(1, [0])),
    ...(offer.version === 'TLSv1.2' || isNew ? extension(13, sized(2, SIGNATURES.flatMap(word))) : []),
    ...(isNew ? [...extension(43, sized(1, word(0x0304))), ...extension(45, [1, 1]), ...keyShare(share)] : extension(23, [])),
  ];
}

/** Any 32 bytes are a public value of x25519; the handshake goes no further than the server’s first answer. */
function keyShare(share: Uint8Array): number[] {
  return extension(51, sized(2, [...word(29), ...sized(2, [...share])]));
}

function extension(type: number, content: readonly number[]): number[] {
  return [...word(type), ...sized(2, content)];
}

function word(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

/** Content behind its length in so many bytes. */
function sized(bytes: 1 | 2 | 3, content: readonly number[]): number[] {
  const length = [(content.length >> 16) & 0xff, (content.length >> 8) & 0xff, content.length & 0xff];
  return [...length.slice(3 - bytes), ...content];
}
