import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import * as dnsPacket from 'dns-packet';
import type { DnssecFacts } from './types.ts';

interface Asked {
  readonly name: string;
  readonly servers: readonly string[];
  readonly signal: AbortSignal;
}

const SERVFAIL = 2;
const TRY_MS = 2_500;

/**
 * Asks the resolver for the zone's SOA with signatures (the DO bit), and when it fails once more without checking (the CD bit): what it
 * refuses only when it checks has a broken chain (RFC 4035, 3.2.2).
 */
export async function askDnssec({ name, servers, signal }: Asked): Promise<DnssecFacts> {
  const checked = await ask(name, servers, false, signal);
  if (rcodeOf(checked) !== SERVFAIL) return { ...factsOf(checked), broken: false };
  const unchecked = await ask(name, servers, true, signal);
  if (rcodeOf(unchecked) === SERVFAIL) throw new Error('the name server failed');
  return { ...factsOf(unchecked), validated: false, broken: true };
}

function factsOf(packet: dnsPacket.DecodedPacket): Omit<DnssecFacts, 'broken'> {
  const signatures = [...(packet.answers ?? []), ...(packet.authorities ?? [])].flatMap((answer) =>
    answer.type === 'RRSIG' ? [answer.data.expiration] : [],
  );
  const first = signatures.length === 0 ? null : Math.min(...signatures);
  return { validated: packet.flag_ad, signed: first !== null, expires: first === null ? null : new Date(first * 1_000) };
}

function rcodeOf(packet: dnsPacket.DecodedPacket): number {
  return (packet.flags ?? 0) & 0xf;
}

async function ask(name: string, servers: readonly string[], unchecked: boolean, signal: AbortSignal): Promise<dnsPacket.DecodedPacket> {
  let failure: unknown = new Error('there is no name server');
  for (const server of servers.slice(0, 3)) {
    try {
      return await askOne(name, server, unchecked, signal);
    } catch (thrown) {
      failure = thrown;
      if (signal.aborted) break;
    }
  }
  throw failure;
}

function askOne(name: string, server: string, unchecked: boolean, signal: AbortSignal): Promise<dnsPacket.DecodedPacket> {
  const { host, port } = endpointOf(server);
  // RFC 5452: an answer counts only from whom was asked, with the number that was asked with.
  const id = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  const query = dnsPacket.encode({
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED | (unchecked ? dnsPacket.CHECKING_DISABLED : dnsPacket.AUTHENTIC_DATA),
    questions: [{ type: 'SOA', name }],
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1_232, flags: dnsPacket.DNSSEC_OK } as dnsPacket.Answer],
  });
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
    let open = true;
    const end = (failure: unknown, packet?: dnsPacket.DecodedPacket) => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      socket.close();
      if (packet) resolve(packet);
      else reject(failure);
    };
    const timer = setTimeout(() => end(new Error('no name server answered in time')), TRY_MS);
    signal.addEventListener('abort', () => end(signal.reason), { once: true });
    socket.on('error', end);
    socket.on('message', (message) => {
      try {
        const packet = dnsPacket.decode(message);
        if (packet.id === id) end(null, packet);
      } catch {
        end(new Error('the name server’s answer makes no sense'));
      }
    });
    socket.connect(port, host, () => {
      if (open) socket.send(query);
    });
  });
}

function endpointOf(server: string): { readonly host: string; readonly port: number } {
  const [, inside, after] = /^\[(.+)\](?::(\d+))?$/.exec(server) ?? [];
  if (inside !== undefined) return { host: inside, port: Number(after ?? 53) };
  const [, host, port] = /^([^:]+):(\d+)$/.exec(server) ?? [];
  return host === undefined ? { host: server, port: 53 } : { host, port: Number(port) };
}
