import ipaddr from 'ipaddr.js';
import { getSubdomain } from 'tldts';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const testHostsShape = z.strictObject({
  source: z.string(),
  read: z.iso.date(),
  standing: z.enum(['tried', 'memory']),
  words: z.array(z.string().regex(/^[a-z]+$/)).min(1),
  endings: z.array(z.strictObject({ ending: z.string().regex(/^[a-z0-9.-]+$/), what: z.string() })).min(1),
});

/** Why a host is none of a live shop, in a few words; `null`: nothing says so. */
export function whyTestHost(host: string): string | null {
  const { words, endings } = readData('webhooks/test-hosts.yaml', testHostsShape);
  const plain = host.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(plain)) return ipaddr.process(plain).range() === 'unicast' ? null : 'a private address';
  const ending = endings.find((one) => plain === one.ending || plain.endsWith(`.${one.ending}`));
  if (ending) return ending.what;
  if (!plain.includes('.')) return 'a name of a private network';
  // Only what stands before the registered name: a shop may be called test-shop.example.
  const parts = (getSubdomain(plain) ?? '').split(/[.-]/).map((part) => part.replace(/\d+$/, ''));
  return parts.some((part) => words.includes(part)) ? 'which looks like a copy for testing' : null;
}
