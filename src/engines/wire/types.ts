import type { MailWire } from './mail-types.ts';
import type { WireLimits } from './wire-limits.ts';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** As `grpc.health.v1.HealthCheckResponse.ServingStatus` names it; `unknown-service`: the server does not know this service. */
export type GrpcHealth = 'serving' | 'not-serving' | 'unknown' | 'unknown-service';

/** What a name's chain of signatures looks like, asked of the machine's own resolver. */
export interface DnssecFacts {
  /** The resolver checked the chain and found it good (the AD bit). */
  readonly validated: boolean;
  /** It refuses the name when it checks, and answers when it is told not to: the chain is broken. */
  readonly broken: boolean;
  /** Whether the answer carries a signature at all. */
  readonly signed: boolean;
  /** When the first of the signatures ends. */
  readonly expires: Date | null;
}

/** Ways out other than HTTP. Each resolves the name once and connects to an address it checked. Throws TARGET_PRIVATE, TARGET_UNREACHABLE. */
export interface Wire extends MailWire {
  /** Sends one datagram and waits for the first answer. */
  askByUdp(to: Endpoint, send: Uint8Array, limits: WireLimits): Promise<{ readonly ms: number; readonly answer: Uint8Array }>;
  /** One ICMP echo, by the machine's own `ping`. Throws WIRE_NOT_HERE when there is none. */
  ping(host: string, limits: WireLimits): Promise<{ readonly ms: number }>;
  /** Opens a WebSocket; with `send`, sends a text and waits for the first message, else only for the opening. */
  openWebSocket(
    url: string,
    send: string | null,
    limits: WireLimits & { readonly headers: Readonly<Record<string, string>> },
  ): Promise<{ readonly ms: number; readonly message: string | null }>;
  /** Asks `grpc.health.v1.Health/Check` over HTTP/2, with TLS or in clear. */
  askGrpcHealth(
    to: Endpoint & { readonly tls: boolean; readonly service: string },
    limits: WireLimits,
  ): Promise<{ readonly ms: number; readonly health: GrpcHealth }>;
  /** Asks the resolver of the machine for a name's SOA with its signatures. Throws TARGET_UNREACHABLE when no resolver answers. */
  askDnssec(name: string, limits: Pick<WireLimits, 'timeoutMs'>): Promise<DnssecFacts & { readonly ms: number }>;
}
