/** A protocol version that a first message can offer. */
export type TlsVersion = 'SSLv3' | 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export const tlsVersions: readonly TlsVersion[] = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** What is offered to a server in one first message. */
export interface TlsOffer {
  /** The only version that is offered; below TLS 1.3 a server may answer with an older one. */
  readonly version: TlsVersion;
  /** Numbers of cipher suites (IANA registry), the most wished for first. */
  readonly suites: readonly number[];
}

/** One certificate as a server sent it. Times are ISO 8601 in UTC. */
export interface SentCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly keyType: string;
  /** Bits of an RSA or DSA modulus or of a curve; `null` when the key says none. */
  readonly keyBits: number | null;
  /** Object identifier of the signature’s algorithm: `1.2.840.113549.1.1.11`. */
  readonly signature: string;
  readonly isAuthority: boolean;
  /** Whether issuer and subject are the same and it is signed with its own key. */
  readonly isSelfSigned: boolean;
  /** Whether the next certificate that was sent is its issuer and signed it; `null` for the last one. */
  readonly isSignedByNext: boolean | null;
  /** Whether it demands a stapled answer about its revocation (RFC 7633). */
  readonly demandsStaple: boolean;
  /** Whether it names a place that is asked about its revocation (OCSP). */
  readonly hasResponder: boolean;
  readonly fingerprint256: string;
}

/** What a server answered to one first message. */
export type TlsReply =
  | {
      readonly kind: 'accepted';
      readonly version: TlsVersion;
      readonly suite: number;
      /** Empty where they are encrypted (TLS 1.3) or there is none (anonymous suites). */
      readonly certificates: readonly SentCertificate[];
      readonly isStapled: boolean;
      /** Bits of the group of a Diffie-Hellman exchange over finite fields; `null` for others. */
      readonly dhBits: number | null;
      /** Whether the server knows safe renegotiation (RFC 5746); `null` where the version has none to make safe. */
      readonly isRenegotiationSafe: boolean | null;
      /** Whether the server packs what it encrypts. */
      readonly isCompressed: boolean;
    }
  /** The server’s word: an alert, or it hung up on this offer. */
  | { readonly kind: 'refused'; readonly alert: number | null };
