import { messageOf } from '#kernel/errors.ts';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'no connection within the time limit',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name could not be resolved at the moment',
  ENODATA: 'the name has no address',
  HPE_HEADER_OVERFLOW: 'its headers are larger than 64 kB',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate chain is incomplete or ends in an unknown authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS',
};

/** OpenSSL writes its own numbers, functions and files around the few words that say what was wrong. */
const BY_OPENSSL = /(?:^|:)error:[0-9A-F]+:SSL routines:[^:]*:([^:]+)/;

/** What a network error means, in a few words. */
export function reasonOf(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === undefined) return messageOf(thrown);
  if (code.startsWith('HPE_') && !(code in words)) return 'it does not speak HTTP';
  if (code in words) return words[code] ?? code;
  // A stream of HTTP/2 ends with its connection, and says why only as its cause.
  if (code.startsWith('ERR_HTTP2_') && thrown instanceof Error && codeOf(thrown.cause) !== undefined) return reasonOf(thrown.cause);
  const message = messageOf(thrown);
  const [, said] = BY_OPENSSL.exec(message) ?? [];
  return said === undefined ? message : `TLS does not come about: ${said}`;
}

/** The same words for a code alone, as `tls.TLSSocket.authorizationError` gives it. */
export function reasonOfCode(code: string): string {
  return words[code] ?? code;
}

function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
