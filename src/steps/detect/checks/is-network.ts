import ipaddr from 'ipaddr.js';

/** A network address as logs write it (a host's name where they look names up), or a block of addresses such as 203.0.113.0/24. Pure. */
export function isNetwork(text: string): boolean {
  if (text.includes('/')) return ipaddr.isValidCIDR(text) && isWhole(text.slice(0, text.indexOf('/')));
  // A name's last part is never a number: that is an address with a slip in it.
  return isWhole(text) || (/^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(text) && !/(?:^|\.)\d+$/.test(text));
}

/** The bits of a block as those of an address of the sixth version, which holds the fourth. Pure. */
export function blockOf(text: string): { readonly address: string; readonly bits: number } | null {
  if (!text.includes('/')) return null;
  const [address, bits] = ipaddr.parseCIDR(text);
  return { address: address.toString(), bits: bits + (address.kind() === 'ipv4' ? 96 : 0) };
}

/** The library also takes an address of fewer than four parts, as 10.1, and one with a machine's own zone, which no log and no engine knows. */
function isWhole(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !address.includes('%'));
}
