import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';

const shape = z.strictObject({
  source: z.string(),
  read: z.union([z.string(), z.date()]),
  standing: z.literal('memory'),
  providers: z.array(z.strictObject({ name: z.string(), hosts: z.array(z.string()).min(1), says: z.string() })),
});

/** What is known of how a payment provider asks the card’s owner, by a host of its; `null`: nothing. */
export function authenticationOf(host: string): { readonly name: string; readonly says: string } | null {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const { providers } = readData('providers/strong-authentication.yaml', shape);
  return providers.find(({ hosts }) => hosts.some((known) => name === known || name.endsWith(`.${known}`))) ?? null;
}
