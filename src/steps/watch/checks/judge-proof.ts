import { isOrderSystem, orderSteps, orderSystems } from '../orders/order-words.ts';

/** One order that a journey placed, and who told what of it: `shop placed`. */
export interface TestOrder {
  readonly at: Date;
  readonly told: ReadonlySet<string>;
}

/** Why a line is no proof that can be asked for; `null`: it is one. */
export function faultOfProof(line: string): string | null {
  const [system = '', step, ...more] = line.split(' ');
  if (!isOrderSystem(system)) return `begins with who tells it: ${orderSystems.join(', ')}`;
  if (step === undefined) return null;
  return more.length === 0 && orderSteps.some((one) => one === step) ? null : `names a step: ${orderSteps.join(', ')}`;
}

/**
 * What is missing of the youngest order that has had its time, in one line; `null`: nothing, or none has had it yet. An order that is
 * proven already counts at once, so that one that failed is over with the next that goes well.
 */
export function judgeProof(orders: readonly TestOrder[], wanted: readonly string[], withinMs: number, now: Date): string | null {
  const decided = orders
    .map(({ at, told }) => ({ at, missing: wanted.filter((line) => !isTold(told, line)) }))
    .filter(({ at, missing }) => missing.length === 0 || now.getTime() - at.getTime() >= withinMs)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const [last] = decided;
  if (last === undefined || last.missing.length === 0) return null;
  const when = last.at.toISOString().slice(11, 16);
  return `the test order of ${when} UTC is not proven after ${Math.round(withinMs / 60_000)} min: nobody told ${last.missing.join(', ')}`;
}

function isTold(told: ReadonlySet<string>, line: string): boolean {
  return line.includes(' ') ? told.has(line) : [...told].some((one) => one.startsWith(`${line} `));
}
