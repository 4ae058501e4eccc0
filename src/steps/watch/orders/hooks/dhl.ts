import { z } from 'zod';
import { readTime } from '../files/read-time.ts';
import { nothingTold, type ToldStep } from '../files/told-step.ts';
import { findOrderNumber } from '../find-order-number.ts';
import type { OrderStep } from '../order-words.ts';
import type { HookAdapter } from './hook-adapter.ts';
import { asJson, isSameText } from './same-text.ts';

const statusShape = z.object({ timestamp: z.string().max(60), statusCode: z.string().max(60) });
const referenceShape = z.object({ number: z.union([z.string(), z.number()]).transform(String), type: z.string().max(100).nullish() });
const shipmentShape = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  status: statusShape,
  events: z.array(statusShape.partial()).max(500).nullish(),
  details: z.object({ references: z.union([referenceShape, z.array(referenceShape).max(50)]).nullish() }).nullish(),
});
const messageShape = z.union([
  z.object({ shipments: z.array(shipmentShape).min(1).max(100) }),
  shipmentShape.transform((one) => ({ shipments: [one] })),
]);

const STEPS: Readonly<Record<string, OrderStep>> = { 'pre-transit': 'labelled', transit: 'handed-over', delivered: 'delivered' };

/**
 * DHL's pushes (Shipment Tracking – Unified – Push), which come with the header and the token that were told when the subscription was made:
 * `x-shopbell-secret`. The order's number stands in a reference of the shipment. Without one nothing is told, which is said.
 */
export const dhl: HookAdapter = {
  toldBy: 'courier',
  messages: ['Pre-Transit', 'Transit', 'Delivered'],
  hasSecret: true,
  isGenuine: ({ header }, secret) => isSameText(header('x-shopbell-secret') ?? '', secret),
  read(body, zone) {
    const read = messageShape.safeParse(asJson(body));
    if (!read.success) return 'it is no push of DHL';
    const steps: (ToldStep & { readonly moving: true })[] = [];
    let isNameless = false;
    for (const shipment of read.data.shipments) {
      const order = numberOf(shipment);
      isNameless ||= order === '';
      if (order !== '') steps.push(...stepsOf(shipment, order, zone));
    }
    if (steps.length === 0 && isNameless) return 'it names no order in its references';
    const id = read.data.shipments.map(({ id: own, status }) => `${own} ${status.statusCode} ${status.timestamp}`).join(', ');
    return { id: id.slice(0, 500), kind: read.data.shipments[0]?.status.statusCode ?? '', steps };
  },
};

type Shipment = z.output<typeof shipmentShape>;

function numberOf({ details }: Shipment): string {
  const told = details?.references ?? [];
  const numbers = (Array.isArray(told) ? told : [told]).map(({ number }) => number);
  return findOrderNumber(
    numbers.filter((number) => /\d/.test(number)),
    numbers,
  );
}

/** The first of each step, of all that happened. A shipment that is on its way has been handed over. */
function stepsOf({ id, status, events }: Shipment, order: string, zone: string): (ToldStep & { readonly moving: true })[] {
  const first = new Map<OrderStep, number>();
  for (const { timestamp = '', statusCode = '' } of [status, ...(events ?? [])]) {
    const step = STEPS[statusCode.toLowerCase()];
    const at = readTime(timestamp, zone);
    if (step !== undefined && at !== null) first.set(step, Math.min(first.get(step) ?? at, at));
  }
  const base = { ...nothingTold, order, toldBy: 'courier', carrier: 'dhl', theirs: id.slice(0, 300), moving: true } as const;
  return [...first].map(([step, at]) => ({ ...base, step, at }));
}
