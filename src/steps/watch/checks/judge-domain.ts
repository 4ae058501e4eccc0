import type { RegistryAnswer } from '#engines/rdap/types.ts';
import { DAY } from '#kernel/time.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** States in which a name is about to be lost, as RDAP words them (RFC 8056). */
const LOST = /^(?:redemption period|pending delete|client hold|server hold|inactive)$/i;

/** Judges what the registry says: registered, not held back, and not ending in fewer than so many days. */
export function judgeDomain(answer: RegistryAnswer, days: number, now: Date): Judged {
  if (answer.kind === 'free') return down('the name is not registered');
  if (answer.kind === 'unknown') return unknown(answer.reason);
  const held = answer.states.find((state) => LOST.test(state));
  if (held !== undefined) return down(`the registry says: ${held.toLowerCase()}`);
  if (answer.until === null) return unknown('the registry does not tell when the name ends');
  const left = Math.floor((answer.until.getTime() - now.getTime()) / DAY);
  const day = answer.until.toISOString().slice(0, 10);
  if (left < 0) return down(`the registration ended on ${day}`);
  return left < days ? down(`the registration ends in ${left} days, on ${day}`) : up(`registered until ${day}`);
}
