import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import type { SaturationReading } from './saturation-reading.ts';
import type { ServiceLook } from './service-look.ts';

interface Seen {
  readonly look: ServiceLook;
  readonly saturation: readonly SaturationReading[];
}

/**
 * Keeps what a look saw for the day's highest figures: how full everything is, and how many calls a minute each service gets. Two looks of
 * one minute count once. Throws TELEMETRY_DOWN.
 */
export async function keepPeaks(
  house: Pick<House, 'telemetry' | 'clock'>,
  org: OrgId,
  shop: string,
  { look, saturation }: Seen,
): Promise<void> {
  const at = house.clock.now();
  const minute = Math.floor(at.getTime() / MINUTE);
  const shared = { shop_id: shop, day: new Date(Math.floor(at.getTime() / DAY) * DAY), looks: 1, last: at, received_at: at };
  const full = saturation.map(({ service, host, what, part, share, length }) => ({
    ...{ ...shared, service, host, what, part: part.slice(0, 200), peak: share ?? length ?? 0 },
  }));
  const calls = look.systems
    .filter(({ outside, state }) => !outside && state !== 'unwatched')
    .map(({ name, now }) => ({ ...shared, service: name, host: '', what: 'calls', part: '', peak: now.perMinute }));
  await house.telemetry.insert(org, 'saturation_days', [...full, ...calls], { token: `peaks:${shop}:${minute}` });
}
