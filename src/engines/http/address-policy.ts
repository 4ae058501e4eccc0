import ipaddr from 'ipaddr.js';

/** Addresses at which clouds hand out credentials: nobody's shop is there, so they are refused even where private ones are allowed. */
const METADATA: ReadonlySet<string> = new Set(['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254']);

export type AddressClass = 'public' | 'private' | 'metadata';

/**
 * Which kind of network an IP address belongs to. Loopback, link-local, unique-local, carrier-grade NAT, reserved,
 * multicast and everything that is not plain unicast count as private (ranges: IANA special-purpose registries, by ipaddr.js).
 * An IPv4 address inside an IPv6 one (mapped, NAT64, the abandoned ::/96) is judged as the IPv4 address. A text that is no address is private.
 */
export function classifyAddress(text: string): AddressClass {
  if (!ipaddr.isValid(text)) return 'private';
  const address = unwrap(ipaddr.process(text));
  if (METADATA.has(address.toString())) return 'metadata';
  return address.range() === 'unicast' ? 'public' : 'private';
}

/** Whether a request may go to this address. */
export function mayReach(address: string, allowPrivate: boolean): boolean {
  const kind = classifyAddress(address);
  return kind === 'public' || (kind === 'private' && allowPrivate && ipaddr.isValid(address));
}

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = address.toByteArray();
  const isInside = address.range() === 'rfc6052' || bytes.slice(0, 12).every((byte) => byte === 0);
  return address.kind() === 'ipv6' && isInside ? ipaddr.fromByteArray(bytes.slice(12)) : address;
}
