import type { OrderLook } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';
import { type Judgement, unknown } from '../check.ts';
import { accountsOf } from './read-accounts.ts';

/** A page counts as shown when so much of what only it says was there. */
export const SHOWN = 0.5;
/** Identifiers of so many bits are guessed by nobody. */
export const UNGUESSABLE = 64;

/** Judges the test account’s orders, or says why there are none. */
export function withOrders(inspection: Inspection, judge: (orders: readonly OrderLook[]) => Judgement): Judgement {
  const { orders } = accountsOf(inspection);
  if (!orders || orders.kind === 'unknown') return unknown(orders?.reason ?? 'The test account was not signed in.');
  if (orders.value.length === 0) return unknown('The test account has no order whose page was found: place one with it.');
  return judge(orders.value);
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
