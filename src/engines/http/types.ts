import type { SentCertificate, TlsOffer, TlsReply } from '../tls/types.ts';

/** How far one request may go. Every field has a safe default. */
export interface RequestLimits {
  /** Whole request, in ms (default 10,000). */
  readonly timeoutMs?: number;
  /** Bytes of body that are read (default 2 MiB); the rest is cut and `truncated` is set. */
  readonly maxBytes?: number;
  /** Redirects followed (default 5); 0 returns the redirect itself. */
  readonly maxRedirects?: number;
  /** Whether private, loopback and link-local addresses may be reached: only when the owner allowed this target. */
  readonly allowPrivate?: boolean;
  /** Whether an untrusted certificate ends the request. Default: only when a body or an `authorization` header is sent; else the answer says so in `tls.trusted`. */
  readonly requireTrusted?: boolean;
}

export interface HttpRequest extends RequestLimits {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'OPTIONS' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Headers for some addresses alone, whichever redirect leads there: what is secret goes nowhere else, and not to a server that is not trusted. */
  readonly own?: { fits(url: URL): boolean; readonly headers: Readonly<Record<string, string>> };
  /** The path of a file that gets the body instead: for what is too large for memory. The answer's own body is then empty. */
  readonly into?: string;
}

/** Milliseconds of each phase; `null` when the phase did not happen. */
export interface Phases {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly firstByte: number | null;
  readonly total: number;
}

export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  /** Lower-case names; a repeated header is joined by `, ` except `set-cookie`, which is in `cookies`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array;
  readonly truncated: boolean;
  readonly phases: Phases;
  readonly address: string;
  readonly redirects: readonly string[];
  readonly tls: TlsFacts | null;
}

export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly fingerprint256: string;
  /** Hexadecimal digits. */
  readonly serial: string;
  /** Whether the chain is trusted and the name fits; the reason if not. */
  readonly trusted: true | string;
}

/** What a whole handshake shows beside the certificate. */
export interface TlsHandshake extends TlsFacts {
  /** The protocol that was agreed on by ALPN (`h2`), or null. */
  readonly alpn: string | null;
  /** Whether an answer about revocation came with the certificate. */
  readonly isStapled: boolean;
  /** The server’s own certificate; `null` when it cannot be read. */
  readonly own: SentCertificate | null;
}

/** The only way out over HTTP. Resolves the name once, refuses private addresses, connects to the address it checked. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Opens a TCP connection and closes it again: time to connect in ms. */
  connect(host: string, port: number, limits?: RequestLimits): Promise<{ readonly ms: number; readonly address: string }>;
  /** Makes a TLS handshake and reads the certificate, trusted or not. */
  handshake(
    host: string,
    port: number,
    limits?: RequestLimits & {
      /** Offered by ALPN; without it nothing is. */
      readonly alpn?: readonly string[];
      /** Whether old versions, weak suites and short keys will do, as far as the library still speaks them. */
      readonly isLenient?: boolean;
    },
  ): Promise<TlsHandshake>;
  /** Sends one first message of TLS, old versions and weak cipher suites included, and reads what the server chooses. */
  hello(host: string, port: number, offer: TlsOffer, limits?: RequestLimits): Promise<TlsReply>;
}
