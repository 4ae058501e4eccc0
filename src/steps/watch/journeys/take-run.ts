import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import type { WatchCheck } from '../store.ts';
import { keepRun } from './keep-run.ts';
import { noteOrder } from './prove-orders.ts';

/** Keeps what a journey saw, and notes the order that it placed. Never throws. */
export async function takeRun(house: House, check: WatchCheck, at: Date, run: JourneyRun): Promise<void> {
  await keepRun(house, check, at, run);
  // What a journey says that may not order is no order of its own: it could be a customer's.
  const mayOrder = check.target.kind === 'journey' && check.target.mayOrder;
  if (mayOrder && run.told.order !== undefined) await noteOrder(house, check, at, run.told.order);
}
