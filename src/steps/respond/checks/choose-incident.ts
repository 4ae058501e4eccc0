import type { IncidentId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';

/** What two sightings have in common decides whether they are one incident. */
export interface Traits {
  readonly shop: string;
  /** The rule for a signal; the kind itself for findings, outages and impostors; `flapping` for what comes and goes. */
  readonly groupedBy: string;
  readonly address: string | null;
  readonly session: string | null;
}

export interface OpenSource extends Traits {
  readonly incident: IncidentId;
  readonly lastSeen: Date;
  /** When somebody said that they have it; `null`: nobody did yet. */
  readonly answeredAt: Date | null;
}

const TOGETHER_MS = 30 * MINUTE;
/** What fails so soon after somebody answered is seen by whoever just looked. */
const STILL_LOOKING_MS = 2 * MINUTE;

/** Groups of a whole shop: what they hold has nothing in common but the shop. */
const LOOSE: ReadonlySet<string> = new Set(['watch', 'flapping', 'orders', 'slo']);

/**
 * The open incident that a new sighting joins, or `null`: one with the same address or session in the same shop, else one
 * of the same group within thirty minutes. The most recent wins, so that the answer does not depend on the order of rows. What
 * somebody has taken holds no other outage that comes later: it would wake nobody.
 */
export function chooseIncident(sighting: Traits & { readonly firstSeen: Date }, open: readonly OpenSource[]): IncidentId | null {
  const sameShop = open.filter((source) => source.shop === sighting.shop);
  const sameActor = sameShop.filter((source) => equal(source.session, sighting.session) || equal(source.address, sighting.address));
  const sameGroup = sameShop.filter(
    (source) =>
      source.groupedBy === sighting.groupedBy &&
      Math.abs(sighting.firstSeen.getTime() - source.lastSeen.getTime()) <= TOGETHER_MS &&
      !(LOOSE.has(sighting.groupedBy) && isTaken(source, sighting.firstSeen)),
  );
  return newest(sameActor) ?? newest(sameGroup);
}

function isTaken({ answeredAt }: OpenSource, at: Date): boolean {
  return answeredAt !== null && at.getTime() - answeredAt.getTime() > STILL_LOOKING_MS;
}

function equal(a: string | null, b: string | null): boolean {
  return a !== null && a !== '' && a === b;
}

function newest(sources: readonly OpenSource[]): IncidentId | null {
  const [first] = [...sources].sort((a, b) => b.lastSeen.getTime() - a.lastSeen.getTime() || (a.incident < b.incident ? -1 : 1));
  return first?.incident ?? null;
}

/** 0, 1, 2–9, 10–99, 100–999 …: the size of a leak as a person feels it. */
export function countClass(count: number): number {
  if (count <= 0) return 0;
  if (count === 1) return 1;
  return 1 + Math.max(1, Math.ceil(Math.log10(count + 1)));
}
