import { getDomain } from 'tldts';
import type { Severity } from '#kernel/outcome.ts';

/** What a service sent to one other side on one day. */
export interface OutboundDay {
  readonly service: string;
  readonly peer: string;
  /** Days since 1970. */
  readonly day: number;
  readonly calls: number;
  /** Bytes; 0 when the spans do not tell sizes. */
  readonly sent: number;
}

export interface Outbound {
  readonly service: string;
  readonly peer: string;
  readonly how: 'new' | 'more';
  readonly level: Severity;
  readonly calls: number;
  readonly sent: number;
  /** The most it ever sent there on a day before, bytes. */
  readonly usualMost: number;
  /** Days of the service that are known. */
  readonly knownDays: number;
}

const LEARNING = 7;
const MEGABYTE = 1_000_000;
/** A new place of somebody who is known already (another bucket, another region) is worth a word only when much goes there. */
const KIN = 10 * MEGABYTE;
const NEW = { high: 10 * MEGABYTE, medium: MEGABYTE, manyCalls: 1000 } as const;
const MORE = { least: 20 * MEGABYTE, times: 3, high: 200 * MEGABYTE } as const;
/** A busy day explains so many times as much and no more. */
const MOST_GROWTH = 10;

/**
 * Where a day's data went that never went there, and where far more went than on any day before. A service that is known for less than a
 * week may call whom it likes; what stays within the house is nobody's loss. On a sale day everything is more, and that is the measure.
 */
export function judgeOutbound(days: readonly OutboundDay[], today: number): Outbound[] {
  const before = days.filter((one) => one.day < today);
  const known = new Set(before.map((one) => one.peer));
  const domains = new Set(before.map((one) => getDomain(one.peer)).filter((domain) => domain !== null));
  return days.flatMap((one): Outbound[] => {
    if (one.day !== today || isInside(one.peer)) return [];
    const knownDays = new Set(before.filter((other) => other.service === one.service).map((other) => other.day)).size;
    if (knownDays < LEARNING) return [];
    const own = before.filter((other) => other.service === one.service && other.peer === one.peer);
    const usualMost = own.reduce((most, other) => Math.max(most, other.sent), 0);
    const level = known.has(one.peer) ? judgeMore(one, own, usualMost, days) : judgeNew(one, domains);
    if (level === null) return [];
    const { service, peer, calls, sent } = one;
    return [{ service, peer, how: known.has(one.peer) ? 'more' : 'new', level, calls, sent, usualMost, knownDays }];
  });
}

function judgeNew({ peer, sent, calls }: OutboundDay, domains: ReadonlySet<string>): Severity | null {
  const domain = getDomain(peer);
  if (domain !== null && domains.has(domain) && sent < KIN) return null;
  if (sent >= NEW.high) return 'high';
  return sent >= NEW.medium || calls >= NEW.manyCalls ? 'medium' : 'low';
}

function judgeMore(one: OutboundDay, own: readonly OutboundDay[], usualMost: number, days: readonly OutboundDay[]): Severity | null {
  const isSettled = new Set(own.map((other) => other.day)).size >= LEARNING;
  if (!isSettled || one.sent < MORE.least) return null;
  if (one.sent < MORE.times * usualMost * growthOf(one, days)) return null;
  return one.sent >= MORE.high ? 'high' : 'medium';
}

/** How many times as busy the day is for everything else that the service calls. */
function growthOf({ service, peer, day }: OutboundDay, days: readonly OutboundDay[]): number {
  const calls = new Map<number, number>();
  for (const one of days) if (one.service === service && one.peer !== peer) calls.set(one.day, (calls.get(one.day) ?? 0) + one.calls);
  const most = [...calls].reduce((busiest, [which, count]) => (which === day ? busiest : Math.max(busiest, count)), 0);
  if (most === 0) return 1;
  return Math.min(MOST_GROWTH, Math.max(1, (calls.get(day) ?? 0) / most));
}

/** Whether an address lies within the house: private networks, and names that only a private network knows. */
export function isInside(peer: string): boolean {
  if (/^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(peer)) return true;
  if (peer.includes(':')) return /^(::1$|f[cd]|fe80)/i.test(peer);
  return !peer.includes('.') || /\.(internal|local|localhost|lan|svc|cluster\.local|test|home\.arpa)$/.test(peer);
}

/** What a machine sent in one hour. */
export interface HostHour {
  readonly host: string;
  /** Hours since 1970. */
  readonly hour: number;
  readonly sent: number;
}

export interface HostExcess extends HostHour {
  readonly usualMost: number;
  readonly knownDays: number;
}

const HOST_LEAST = 1000 * MEGABYTE;

/** Hours from `from` on (hours since 1970) in which a machine sent three times as much as in any hour of the weeks before, and a gigabyte at least. */
export function judgeHosts(hours: readonly HostHour[], from: number): HostExcess[] {
  return hours.flatMap((one): HostExcess[] => {
    if (one.hour < from || one.sent < HOST_LEAST) return [];
    const before = hours.filter((other) => other.host === one.host && other.hour < from);
    const knownDays = new Set(before.map((other) => Math.floor(other.hour / 24))).size;
    const usualMost = before.reduce((most, other) => Math.max(most, other.sent), 0);
    return knownDays >= LEARNING && one.sent >= MORE.times * usualMost ? [{ ...one, usualMost, knownDays }] : [];
  });
}
