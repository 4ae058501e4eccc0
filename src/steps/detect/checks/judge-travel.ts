import type { GeoPlace } from '#engines/geo/types.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import { networkOf } from './judge-admin-device.ts';

/** One successful sign-in of staff, with where it came from as far as anything tells. */
export interface LocatedSignIn {
  /** ms since 1970. */
  readonly at: number;
  readonly account: string;
  readonly address: string;
  readonly agent: string;
  readonly place: GeoPlace | null;
}

export interface Travel {
  readonly account: string;
  readonly from: LocatedSignIn;
  readonly to: LocatedSignIn;
  /** As the crow flies, the places' inaccuracy taken off. */
  readonly km: number;
}

/** Airliners fly at about 900 km/h; getting to and from them is in the least distance. */
const FASTEST_KMH = 900;
const LEAST_KM = 500;
const WITHIN = 12 * HOUR;
/** Places known no better than this say nothing. */
const VAGUE_KM = 500;
/** A network that so many accounts use is the office, a VPN or a carrier: where it surfaces is not where its people are. */
const SHARED = 3;
/** So many days at about the same place make it one of the account's own, however it gets there. */
const OWN_DAYS = 3;
const SAME_PLACE_KM = 100;

/**
 * Sign-ins of one account, since `from`, from two places so far apart that nobody can have travelled between them. `signIns`: those of the
 * weeks before as well. Places that the account signs in from on three other days are its own.
 */
export function judgeTravel(signIns: readonly LocatedSignIn[], from: number): Travel[] {
  const shared = sharedNetworks(signIns);
  const usable = signIns.filter((one) => isTelling(one) && !shared.has(networkOf(one.address))).toSorted((a, b) => a.at - b.at);
  const found: Travel[] = [];
  for (const own of Map.groupBy(usable, (one) => one.account).values()) {
    for (const [nth, to] of own.entries()) {
      const before = nth === 0 ? undefined : own[nth - 1];
      if (before === undefined || to.at < from || to.at - before.at > WITHIN) continue;
      const km = apart(before, to);
      const hours = (to.at - before.at) / HOUR;
      if (km < LEAST_KM || km <= FASTEST_KMH * hours) continue;
      const isOwn = (one: LocatedSignIn): boolean => daysNear(own, one) >= OWN_DAYS;
      if (isOwn(before) && isOwn(to)) continue;
      found.push({ account: to.account, from: before, to, km: Math.round(km) });
    }
  }
  return found;
}

function isTelling({ account, address, place }: LocatedSignIn): boolean {
  return account !== '' && address !== '' && place !== null && (place.radiusKm ?? 0) <= VAGUE_KM;
}

function sharedNetworks(signIns: readonly LocatedSignIn[]): ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  for (const one of signIns) {
    const network = networkOf(one.address);
    users.set(network, (users.get(network) ?? new Set()).add(one.account));
  }
  return new Set([...users].filter(([, accounts]) => accounts.size >= SHARED).map(([network]) => network));
}

/** On how many other days the account signed in from about there. */
function daysNear(own: readonly LocatedSignIn[], there: LocatedSignIn): number {
  const day = (one: LocatedSignIn): number => Math.floor(one.at / DAY);
  return new Set(own.filter((one) => day(one) !== day(there) && apart(one, there) <= SAME_PLACE_KM).map(day)).size;
}

/** The distance in km that lies surely between two places. */
function apart(a: LocatedSignIn, b: LocatedSignIn): number {
  if (a.place === null || b.place === null) return 0;
  return Math.max(0, distanceKm(a.place, b.place) - (a.place.radiusKm ?? 0) - (b.place.radiusKm ?? 0));
}

const EARTH_KM = 6371;

/** Great-circle distance by the haversine formula. */
export function distanceKm(a: Pick<GeoPlace, 'latitude' | 'longitude'>, b: Pick<GeoPlace, 'latitude' | 'longitude'>): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const half =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
