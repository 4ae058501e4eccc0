import { instantOf } from '#kernel/local-time.ts';
import { nothingTold } from '../files/told-step.ts';
import { findOrderNumber } from '../find-order-number.ts';
import type { OrderStep } from '../order-words.ts';
import type { HookAdapter } from './hook-adapter.ts';

const STEPS: Readonly<Record<string, OrderStep>> = {
  start_order: 'labelled',
  pickup_driver: 'handed-over',
  pickup_depot: 'handed-over',
  delivery_depot: 'handed-over',
  delivery_carload: 'handed-over',
  delivery_notification: 'handed-over',
  delivery_nab: 'handed-over',
  delivery_shop: 'handed-over',
  delivery_customer: 'delivered',
  error_return: 'returned',
};

/**
 * DPD's push service: a call by GET for each state of a parcel, with what it tells after the address (`pushid`, `pnr`, `ref`, `status`,
 * `statusdate`). It signs nothing: its address is the secret. It repeats a call until it hears its own number again.
 */
export const dpd: HookAdapter = {
  toldBy: 'courier',
  messages: Object.keys(STEPS),
  hasSecret: false,
  isGenuine: () => true,
  read(body, zone) {
    const told = new URLSearchParams(body);
    const [push, parcel, status] = ['pushid', 'pnr', 'status'].map((name) => (told.get(name) ?? '').trim());
    if (!push || !parcel || !status) return 'it is no push of DPD: pushid, pnr or status is missing';
    const message = { id: `push ${push}`.slice(0, 300), kind: status.slice(0, 60) };
    const step = STEPS[status.toLowerCase()];
    if (step === undefined) return { ...message, steps: [] };
    const reference = told.get('ref') ?? '';
    const order = findOrderNumber([reference], [reference]);
    if (order === '') return 'its ref names no order';
    const at = timeOf(told.get('statusdate') ?? '', zone);
    if (at === null) return 'its statusdate is none';
    const base = { ...nothingTold, order, toldBy: 'courier', carrier: 'dpd', theirs: parcel.slice(0, 300), moving: true } as const;
    return { ...message, steps: [{ ...base, step, at }] };
  },
  answer(body) {
    const push = /^\d{1,30}$/.exec(new URLSearchParams(body).get('pushid') ?? '')?.[0] ?? '';
    return { type: 'text/xml', text: `<?xml version="1.0"?><push><pushid>${push}</pushid><status>OK</status></push>` };
  },
};

/** `ddmmyyyyhhmmss`, by the clock of the shop. */
function timeOf(text: string, zone: string): number | null {
  const found = /^(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (found === null) return null;
  const [, day = '', month = '', year = '', hour = '', minute = '', second = ''] = found;
  const date = `${year}-${month}-${day}`;
  const checked = new Date(`${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(checked.getTime()) || checked.toISOString().slice(0, 10) !== date) return null;
  return instantOf({ day: date, minutes: Number(hour) * 60 + Number(minute) }, zone) + Number(second) * 1_000;
}
