/** Loopback, link-local, private (RFC 1918, 6598, 4193): a proxy or a balancer of one's own, never a customer. */
const PRIVATE =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+)$/i;
const LONGEST = 500;

/**
 * Who asked, where the log knows only one's own proxy: of the addresses that were forwarded (`X-Forwarded-For`) the last one that is not
 * private. It is the one that one's own proxies saw; those in front of it anybody can write. Otherwise `address` as it is.
 */
export function visitorAddress(address: string, forwarded: string): string {
  if (forwarded === '' || forwarded.length > LONGEST || !(address === '' || PRIVATE.test(address))) return address;
  const told = forwarded.split(/[,+\s]+/).map((one) => one.replace(/^\[(.+)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'));
  return told.findLast((one) => ADDRESS.test(one) && !PRIVATE.test(one)) ?? address;
}

/** Whether an address can only be one's own proxy. */
export function isOwn(address: string): boolean {
  return PRIVATE.test(address);
}
