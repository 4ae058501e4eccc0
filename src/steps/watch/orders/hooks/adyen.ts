import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { readTime } from '../files/read-time.ts';
import { nothingTold, type ToldStep } from '../files/told-step.ts';
import { findOrderNumber } from '../find-order-number.ts';
import type { OrderStep } from '../order-words.ts';
import type { HookAdapter } from './hook-adapter.ts';
import { asJson, isSameText } from './same-text.ts';

const itemShape = z.object({
  eventCode: z.string().max(100),
  success: z.union([z.string(), z.boolean()]).transform(String),
  pspReference: z.string().min(1).max(100),
  originalReference: z.string().max(100).nullish(),
  merchantAccountCode: z.string().max(200),
  merchantReference: z.string().max(300).nullish(),
  eventDate: z.string().max(60),
  paymentMethod: z.string().max(100).nullish(),
  amount: z.object({ value: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) }),
  additionalData: z.record(z.string(), z.unknown()).nullish(),
});
type Item = z.output<typeof itemShape>;
const messageShape = z.object({
  notificationItems: z
    .array(z.object({ NotificationRequestItem: itemShape }))
    .min(1)
    .max(50),
});

/**
 * Adyen's standard webhooks, each item signed in `additionalData.hmacSignature` (HMAC-SHA-256 over eight of its fields, key in hexadecimal).
 * `capturedAtOnce`: an authorisation is the payment; else the payment is the capture. They bear no time of sending, so that a repeated one is known
 * by its references alone.
 */
export function adyen(capturedAtOnce: boolean): HookAdapter {
  return {
    toldBy: 'payment',
    messages: capturedAtOnce ? ['AUTHORISATION', 'REFUND'] : ['AUTHORISATION', 'CAPTURE', 'CAPTURE_FAILED', 'REFUND'],
    hasSecret: true,
    isGenuine({ body }, secret) {
      const read = messageShape.safeParse(asJson(body));
      if (!read.success || !/^([0-9a-f]{2}){16,}$/i.test(secret)) return false;
      return read.data.notificationItems.every(({ NotificationRequestItem: item }) => {
        const given = item.additionalData?.hmacSignature;
        const wanted = createHmac('sha256', Buffer.from(secret, 'hex')).update(signedOf(item)).digest('base64');
        return typeof given === 'string' && isSameText(given, wanted);
      });
    },
    read(body) {
      const read = messageShape.safeParse(asJson(body));
      if (!read.success) return 'it is no message of Adyen';
      const items = read.data.notificationItems.map(({ NotificationRequestItem }) => NotificationRequestItem);
      const steps: ToldStep[] = [];
      for (const item of items) {
        const step = stepOf(item, capturedAtOnce);
        if (step === null) continue;
        const told = toldOf(item, step);
        if (typeof told === 'string') return told;
        steps.push(told);
      }
      const [first] = items;
      const id = items.map(({ pspReference, eventCode, success }) => `${pspReference} ${eventCode} ${success}`).join(', ');
      return { id: id.slice(0, 500), kind: first?.eventCode ?? '', steps };
    },
    answer: () => ({ type: 'text/plain', text: '[accepted]' }),
  };
}

function signedOf(item: Item): string {
  const { pspReference, originalReference, merchantAccountCode, merchantReference, amount, eventCode, success } = item;
  const fields = [pspReference, originalReference ?? '', merchantAccountCode, merchantReference ?? '', amount.value, amount.currency];
  return [...fields, eventCode, success].join(':');
}

function stepOf({ eventCode, success }: Item, capturedAtOnce: boolean): OrderStep | null {
  const went = success === 'true';
  if (eventCode === 'AUTHORISATION') return went ? (capturedAtOnce ? 'paid' : 'authorised') : 'payment-failed';
  if (eventCode === 'CAPTURE' && !capturedAtOnce) return went ? 'paid' : 'payment-failed';
  if (eventCode === 'CAPTURE_FAILED') return 'payment-failed';
  return eventCode === 'REFUND' && went ? 'refunded' : null;
}

function toldOf(item: Item, step: OrderStep): ToldStep | string {
  const order = findOrderNumber([item.merchantReference], [item.merchantReference]);
  if (order === '') return 'its merchantReference names no order';
  const at = readTime(item.eventDate, 'UTC');
  if (at === null) return 'its eventDate is no time';
  const { value, currency } = item.amount;
  const told = { order, toldBy: 'payment', step, at, amount: Math.abs(value), currency } as const;
  return { ...nothingTold, ...told, method: (item.paymentMethod ?? '').toLowerCase().slice(0, 40), theirs: item.pspReference };
}
