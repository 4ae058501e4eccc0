import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { judgeBurn } from './judge-burn.ts';
import { makeMachines } from './make-machines.ts';
import { makeMap, type SystemMap } from './make-map.ts';
import { readLinks, type ServiceLink } from './read-links.ts';
import { readMachines } from './read-machines.ts';
import { readSaturation } from './read-saturation.ts';
import { readSides } from './read-sides.ts';
import { readSloWindows } from './read-slo-windows.ts';
import type { SaturationReading } from './saturation-reading.ts';
import type { LookSlo, ServiceLook } from './service-look.ts';
import type { Slo } from './store.ts';

interface Known {
  readonly links: readonly ServiceLink[];
  readonly slos: readonly Slo[];
  /** When somebody looked last. */
  readonly lookedAt: Date | null;
}

interface Looked {
  readonly look: ServiceLook;
  readonly fresh: readonly ServiceLink[];
  readonly saturation: readonly SaturationReading[];
}

/** Looks at a shop's systems as they stand now. `fresh`: links that were seen just now. `null`: nothing tells of any. Only reads. */
export async function lookAtServices(
  house: Pick<House, 'telemetry' | 'clock'>,
  org: OrgId,
  shop: ShopId,
  { links, slos, lookedAt }: Known,
): Promise<Looked | null> {
  const now = house.clock.now().getTime();
  const place = { telemetry: house.telemetry, org, shop, now };
  const sides = await readSides(place);
  const saturation = await readSaturation(place);
  const machines = makeMachines(saturation, await readMachines(place));
  if (sides.length === 0 && machines.length === 0) return null;
  // Spans may come some minutes late; what a pause of days left out is not worth reading: the next calls tell it again.
  const from = lookedAt === null ? now - DAY : Math.max(now - HOUR, lookedAt.getTime() - 5 * MINUTE);
  const fresh = await readLinks(place, from);
  const windows = await readSloWindows(place, slos);
  const map = makeMap(sides, [...fresh, ...links], saturation, now);
  const judged = slos.flatMap((slo, nth): LookSlo[] => {
    const seen = windows[nth];
    return seen === undefined ? [] : [{ slo: slo.slo, ...judgeBurn(seen, slo.target) }];
  });
  return { look: { ...withBurning(map, slos, judged), machines }, fresh, saturation };
}

/** What burns its budget fast is bad, however few its failures are. */
function withBurning({ systems, edges }: SystemMap, slos: readonly Slo[], judged: readonly LookSlo[]): ServiceLook {
  const burning = judged
    .filter(({ state, severity }) => state === 'burning' && severity !== 'low')
    .flatMap(({ slo }) => slos.filter((one) => one.slo === slo));
  return {
    systems: systems.map((one) =>
      !one.outside && burning.some(({ service, far }) => far === '' && service === one.name)
        ? { ...one, state: 'bad', why: [...one.why, 'burns'] }
        : one,
    ),
    edges: edges.map((one) =>
      one.standing !== null && burning.some(({ service, far }) => far !== '' && service === one.from.name && one.fars.includes(far))
        ? { ...one, standing: { ...one.standing, state: 'bad', why: [...one.standing.why, 'burns'] } }
        : one,
    ),
    slos: judged,
  };
}
