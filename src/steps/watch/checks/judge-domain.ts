import { z } from 'zod';
import { DAY } from '#kernel/time.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** RDAP's answer (RFC 9083), as far as it is read. */
const answerShape = z.object({
  status: z.array(z.string()).default([]),
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).default([]),
});

/** IANA's list (RFC 9224): endings, and the addresses that answer for them. */
const listShape = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });

/** States in which a name is about to be lost, as RDAP words them (RFC 8056). */
const LOST = /^(?:redemption period|pending delete|client hold|server hold|inactive)$/i;

/** The registry's address for a name, https before http; `null`: none is listed. */
export function rdapServerOf(list: unknown, name: string): string | null {
  const parsed = listShape.safeParse(list);
  if (!parsed.success) return null;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const addresses = parsed.data.services.find(([endings]) => endings.includes(ending))?.[1] ?? [];
  return addresses.find((address) => address.startsWith('https:')) ?? addresses[0] ?? null;
}

/** Judges what the registry says: registered, not held back, and not ending in fewer than so many days. */
export function judgeDomain(status: number, body: Uint8Array, days: number, now: Date): Judged {
  if (status === 404) return down('the name is not registered');
  if (status !== 200) return unknown(`the registry answered ${status}`);
  const parsed = answerShape.safeParse(parse(body));
  if (!parsed.success) return unknown('the registry’s answer makes no sense');
  const held = parsed.data.status.find((state) => LOST.test(state));
  if (held !== undefined) return down(`the registry says: ${held.toLowerCase()}`);
  const told = parsed.data.events.find((event) => event.eventAction === 'expiration')?.eventDate;
  const ends = told === undefined ? Number.NaN : Date.parse(told);
  if (Number.isNaN(ends)) return unknown('the registry does not tell when the name ends');
  const left = Math.floor((ends - now.getTime()) / DAY);
  const day = new Date(ends).toISOString().slice(0, 10);
  if (left < 0) return down(`the registration ended on ${day}`);
  return left < days ? down(`the registration ends in ${left} days, on ${day}`) : up(`registered until ${day}`);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
