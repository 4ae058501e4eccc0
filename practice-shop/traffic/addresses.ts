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

/** Distinct addresses that no visitor uses: at most 150 IPv4 ones, then IPv6. */
export function attackerAddresses(count: number, random: SeededRandom): string[] {
  const found = new Set<string>();
  while (found.size < count) {
    if (found.size < 150 && random.chance(0.8)) found.add(`${random.pick(nets)}.${random.between(180, 250)}`);
    else found.add(`2001:db8:bad:${random.between(1, 65_535).toString(16)}::${random.between(1, 65_535).toString(16)}`);
  }
  return [...found];
}
