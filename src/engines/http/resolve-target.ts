import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ShopbellError } from '#kernel/errors.ts';
import { mayReach } from './address-policy.ts';
import { reasonOf } from './reason-of.ts';

/** All addresses of a name, as the system resolves it. Tests give their own. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export const lookupBySystem: Lookup = async (host) => {
  const answers = await systemLookup(host, { all: true, order: 'ipv4first' });
  return answers.map((answer) => answer.address);
};

/**
 * Resolves a host once and returns the addresses that may be connected to. A connection is then made to one of these,
 * never to the name again, so that a name which changes its answer between check and connection gains nothing.
 * Throws TARGET_PRIVATE when no address is left, TARGET_UNREACHABLE when the name does not resolve.
 */
export async function resolveTarget(host: string, allowPrivate: boolean, lookup: Lookup): Promise<readonly string[]> {
  const name = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) ? [name] : await ask(name, lookup);
  const allowed = addresses.filter((address) => mayReach(address, allowPrivate));
  if (allowed.length > 0) return allowed;
  const refused = addresses[0];
  if (refused === undefined) throw new ShopbellError('TARGET_UNREACHABLE', { host: name, reason: 'the name has no address' });
  throw new ShopbellError('TARGET_PRIVATE', { host: name, address: refused });
}

async function ask(name: string, lookup: Lookup): Promise<readonly string[]> {
  try {
    return await lookup(name);
  } catch (thrown) {
    throw new ShopbellError('TARGET_UNREACHABLE', { host: name, reason: reasonOf(thrown) }, { cause: thrown });
  }
}
