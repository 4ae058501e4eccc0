import { DAY, HOUR } from '#kernel/time.ts';
import type { Campaign } from './judge-sign-ins.ts';

/** Sign-ins with one name, from one address with one program, in one hour. */
export interface HourOfTries {
  /** Start of the hour, ms since 1970. */
  readonly hour: number;
  readonly address: string;
  readonly agent: string;
  readonly failed: number;
  readonly ok: number;
}

const LOOK = 7 * DAY;
const ENOUGH = { networks: 8, failed: 10 } as const;
/** A phone's carrier gives out addresses of a few networks; a program that keeps an old password comes from no more than these. */
const CARRIER = 20;

/**
 * One account tried from many places, however slowly: more networks in a week than a person has. Left out is what belongs to the owner:
 * networks from which he got in before; his own program with an old password behind a carrier; and hours in which nobody got in at all
 * (`outages`), for then everybody tries. `hours`: four weeks of one name, up to now. `null`: nothing to tell.
 */
export function judgeTriedAccount(name: string, hours: readonly HourOfTries[], outages: ReadonlySet<number>): Campaign | null {
  const newest = hours.reduce((latest, one) => (one.failed > 0 ? Math.max(latest, one.hour) : latest), 0);
  const week = newest - LOOK;
  const home = ownNetworks(hours, week);
  const recent = hours.filter((one) => one.hour > week && !home.has(networkOf(one.address)));
  const failing = withoutOwnProgram(
    recent.filter((one) => one.failed > 0 && !outages.has(one.hour)),
    hours.filter((one) => one.hour <= week || home.has(networkOf(one.address))),
  );
  const failed = failing.reduce((sum, one) => sum + one.failed, 0);
  if (failed < ENOUGH.failed || new Set(failing.map((one) => networkOf(one.address))).size < ENOUGH.networks) return null;
  const programs = new Set(failing.map((one) => one.agent));
  const first = failing.reduce((least, one) => Math.min(least, one.hour), newest);
  // Who got in at the first try, from another strange place with the same program, is one of them.
  const won = recent.filter((one) => one.ok > 0 && one.hour >= first && programs.has(one.agent));
  const pairs = [...new Set([...failing, ...won].map((one) => `${one.address}\n${one.agent}`))];
  return {
    ...{ scope: 'account', how: 'guessing', pairs, failed, accounts: 1, tried: [name] },
    addresses: new Set([...failing, ...won].map((one) => one.address)).size,
    from: first,
    to: Math.max(newest, ...won.map((one) => one.hour)) + HOUR - 1,
  };
}

/** Networks from which the name got in before the week, or on two days: its owner's. */
function ownNetworks(hours: readonly HourOfTries[], week: number): ReadonlySet<string> {
  const days = new Map<string, Set<number>>();
  for (const one of hours.filter(({ ok }) => ok > 0)) {
    const network = networkOf(one.address);
    days.set(network, (days.get(network) ?? new Set()).add(one.hour <= week ? -1 : Math.floor(one.hour / DAY)));
  }
  return new Set([...days].filter(([, on]) => on.has(-1) || on.size >= 2).map(([network]) => network));
}

function withoutOwnProgram(failing: readonly HourOfTries[], before: readonly HourOfTries[]): readonly HourOfTries[] {
  const known = new Set(before.filter((one) => one.ok > 0).map((one) => one.agent));
  return failing.filter(({ agent }) => {
    if (!known.has(agent)) return true;
    return new Set(failing.filter((one) => one.agent === agent).map((one) => networkOf(one.address))).size >= CARRIER;
  });
}

/** The large network of an address: /16 of IPv4, /32 of IPv6. */
export function networkOf(address: string): string {
  return address.includes(':') ? address.toLowerCase().split(':').slice(0, 2).join(':') : address.split('.').slice(0, 2).join('.');
}

const OUTAGE = { tries: 20, share: 0.03 } as const;

/** Hours in which hardly anybody got in: the sign-in itself is broken. */
export function outagesOf(hours: readonly { readonly hour: number; readonly failed: number; readonly ok: number }[]): ReadonlySet<number> {
  return new Set(
    hours.filter(({ failed, ok }) => failed + ok >= OUTAGE.tries && ok / (failed + ok) <= OUTAGE.share).map(({ hour }) => hour),
  );
}
