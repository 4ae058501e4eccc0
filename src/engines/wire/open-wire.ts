import { getServers } from 'node:dns';
import { performance } from 'node:perf_hooks';
import { ShopbellError } from '#kernel/errors.ts';
import { reasonOf } from '../http/reason-of.ts';
import { type Lookup, lookupBySystem, resolveTarget } from '../http/resolve-target.ts';
import { askByUdp } from './ask-by-udp.ts';
import { askDnssec } from './ask-dnssec.ts';
import { askGrpcHealth } from './ask-grpc-health.ts';
import { openMailbox } from './open-mailbox.ts';
import { openWebSocket } from './open-web-socket.ts';
import { ping } from './ping.ts';
import type { Wire } from './types.ts';
import { visitSmtp } from './visit-smtp.ts';
import type { WireLimits } from './wire-limits.ts';

interface WireOptions {
  readonly lookup?: Lookup;
  /** `address` or `address:port` of the name servers that are asked; default: the system's. */
  readonly servers?: readonly string[];
  /** The command that pings; default: `ping` of the path. */
  readonly pingCommand?: string;
  /** Authorities that certificates of mail servers are held against (PEM); default: those of the machine. */
  readonly authorities?: readonly string[];
}

/** Opens the ways out other than HTTP. Nothing is kept open between looks. */
export function openWire({ lookup = lookupBySystem, servers, pingCommand = 'ping', authorities }: WireOptions = {}): Wire {
  const ways = { lookup, ...(authorities === undefined ? {} : { authorities }) };
  const at = (host: string, limits: WireLimits, work: (address: string, signal: AbortSignal) => Promise<void>) =>
    timed(host, limits.timeoutMs, async (signal) => {
      const [address] = await resolveTarget(host, limits.allowPrivate, lookup);
      await work(address ?? host, signal);
    });
  return {
    askByUdp: async (to, send, limits) => {
      let answer = new Uint8Array();
      const ms = await at(to.host, limits, async (address, signal) => {
        answer = await askByUdp({ address, port: to.port, send, signal });
      });
      return { ms, answer };
    },
    ping: async (host, limits) => {
      let ms = 0;
      await at(host, limits, async (address) => {
        ms = await ping(pingCommand, address, limits.timeoutMs);
      });
      return { ms };
    },
    openWebSocket: async (text, send, limits) => {
      const url = webSocketUrl(text);
      let message: string | null = null;
      const ms = await at(url.hostname, limits, async (address, signal) => {
        message = await openWebSocket({ url, address, send, headers: limits.headers, signal });
      });
      return { ms, message };
    },
    askGrpcHealth: async (to, limits) => {
      let health: Awaited<ReturnType<typeof askGrpcHealth>> = 'unknown';
      const ms = await at(to.host, limits, async (address, signal) => {
        health = await askGrpcHealth({ ...to, address, signal });
      });
      return { ms, health };
    },
    visitSmtp: (server, letter, limits) => visitSmtp(server, letter, limits, ways),
    openMailbox: (server, folders, limits) => openMailbox(server, folders, limits, ways),
    askDnssec: async (name, { timeoutMs }) => {
      let facts: Awaited<ReturnType<typeof askDnssec>> | null = null;
      const ms = await timed(name, timeoutMs, async (signal) => {
        facts = await askDnssec({ name, servers: servers ?? getServers(), signal });
      });
      if (facts === null) throw new ShopbellError('TARGET_UNREACHABLE', { host: name, reason: 'no name server answered' });
      return { ...(facts as Awaited<ReturnType<typeof askDnssec>>), ms };
    },
  };
}

function webSocketUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && ['ws:', 'wss:'].includes(url.protocol)) return url;
  throw new ShopbellError('INPUT_INVALID', { reason: `“${text.slice(0, 200)}” is not a ws or wss address` });
}

/** Runs work under one deadline, says how long it took, and turns the network's errors into ours. */
async function timed(host: string, timeoutMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const started = performance.now();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      work(signal).then(resolve, reject);
    });
    return Math.round((performance.now() - started) * 100) / 100;
  } catch (thrown) {
    if (thrown instanceof ShopbellError) throw thrown;
    const reason = signal.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(thrown);
    throw new ShopbellError('TARGET_UNREACHABLE', { host, reason }, { cause: thrown });
  }
}
