import type { SeededRandom } from '../world/seeded-random.ts';

/** Every address is from the ranges kept for documentation (RFC 5737, RFC 3849). Visitors and attackers use separate parts of them. */
const nets = ['192.0.2', '198.51.100', '203.0.113'] as const;

export const natAddress = '198.51.100.7';
export const crawlerAddress = '192.0.2.10';
export const healthAddress = '192.0.2.11';
export const scannerAddress = '198.51.100.9';

/** A household's address: IPv6 more often than not. */
export function visitorAddress(random: SeededRandom): string {
  if (random.chance(0.45)) return `${random.pick(nets)}.${random.between(20, 179)}`;
  const part = (): string => random.between(1, 65_535).toString(16);
  return `2001:db8:${random.between(0x1000, 0x7fff).toString(16)}:${part()}:${part()}:${part()}:${part()}:${part()}`;
}

/** Last octets of each attack's addresses: no visitor and no other attack uses them, so that the log tells them apart. */
const parts = {
  'enumerate-orders': [180, 189],
  'stuff-credentials': [190, 229],
  'take-dump': [230, 239],
  'export-customers': [240, 250],
} as const;

/** Distinct addresses of one attack: four in five are IPv4 as long as there are any left. */
export function attackerAddresses(attack: keyof typeof parts, count: number, random: SeededRandom): string[] {
  const [low, high] = parts[attack];
  const found = new Set<string>();
  const fours = (high - low) * nets.length;
  while (found.size < count) {
    if (found.size < fours * 0.8 && random.chance(0.8)) found.add(`${random.pick(nets)}.${random.between(low, high)}`);
    else found.add(`2001:db8:bad:${low}:${random.between(1, 65_535).toString(16)}::${random.between(1, 65_535).toString(16)}`);
  }
  return [...found];
}
