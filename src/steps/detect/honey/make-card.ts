import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { HoneyCard } from './honey.ts';

const peopleShape = z.object({
  read: z.iso.date(),
  standing: z.string(),
  like: z.record(z.string(), z.string()),
  countries: z.record(
    z.string().regex(/^[a-z]{2}$/),
    z.object({
      given: z.array(z.string()).min(8),
      family: z.array(z.string()).min(8),
      phone: z.object({ prefix: z.string().regex(/^\+\d+$/), digits: z.int().min(1).max(5) }).optional(),
    }),
  ),
});

/** Countries whose names are known; every other shop's honey customers are called as in `gb`. */
export function honeyCountries(): readonly string[] {
  return Object.keys(readData('honey/people.yaml', peopleShape).countries);
}

/**
 * A person who does not exist, with a mailbox at `domain` that nobody can guess. `bytes`: at least 12 random ones.
 * `country` in two letters.
 */
export function makeCard(country: string, domain: string, bytes: Uint8Array): HoneyCard {
  const { countries, like } = readData('honey/people.yaml', peopleShape);
  const home = country.toLowerCase();
  const from = countries[home] ?? countries[like[home] ?? 'gb'];
  if (from === undefined || bytes.length < 12) throw new Error('a honey customer needs a country and 12 random bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const pick = (names: readonly string[], at: number): string => names[view.getUint16(at) % names.length] ?? '';
  const given = pick(from.given, 0);
  const family = pick(from.family, 2);
  const number = String(view.getUint32(4) % 1_000_000).padStart(6, '0');
  const phone = countries[home]?.phone;
  const last = phone === undefined ? '' : String(view.getUint32(8) % 10 ** phone.digits).padStart(phone.digits, '0');
  return {
    name: home === 'jp' ? `${family} ${given}` : `${given} ${family}`,
    mail: `${given}.${family}${number}@${domain}`.toLowerCase(),
    phone: phone === undefined ? '' : `${phone.prefix}${last}`,
    customer: '',
    order: '',
  };
}
