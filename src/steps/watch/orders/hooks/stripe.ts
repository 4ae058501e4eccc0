import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MINUTE } from '#kernel/time.ts';
import { nothingTold, type ToldStep } from '../files/told-step.ts';
import { findOrderNumber, metadataNames } from '../find-order-number.ts';
import type { OrderStep } from '../order-words.ts';
import type { HookAdapter } from './hook-adapter.ts';
import { asJson } from './same-text.ts';

/** Older messages are replays; Stripe's own libraries allow as much. */
const FRESH = 5 * MINUTE;

const paymentShape = z.object({
  id: z.string(),
  amount: z.int().optional(),
  amount_received: z.int().optional(),
  amount_refunded: z.int().optional(),
  currency: z.string().length(3),
  description: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  payment_intent: z.string().nullish(),
  payment_method_types: z.array(z.string()).optional(),
  payment_method_details: z.object({ type: z.string() }).nullish(),
});
type Payment = z.output<typeof paymentShape>;

const eventShape = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(100),
  /** s since 1970. */
  created: z.number().positive(),
  livemode: z.boolean().optional(),
  data: z.object({ object: z.unknown() }),
});

/** Which of Stripe's messages tell of which step, and which amount it is about. All amounts are in the currency's smallest unit. */
const STEPS: Readonly<Record<string, { readonly step: OrderStep; amount(payment: Payment): number }>> = {
  'payment_intent.succeeded': { step: 'paid', amount: (one) => one.amount_received ?? one.amount ?? 0 },
  'payment_intent.amount_capturable_updated': { step: 'authorised', amount: (one) => one.amount ?? 0 },
  'payment_intent.payment_failed': { step: 'payment-failed', amount: (one) => one.amount ?? 0 },
  'charge.refunded': { step: 'refunded', amount: (one) => one.amount_refunded ?? 0 },
};

/**
 * Stripe's webhooks, signed by `Stripe-Signature: t=…,v1=…` (HMAC-SHA-256 over time and body). A charge says how much of it was given back over
 * all, so a later message replaces an earlier one.
 */
export const stripe: HookAdapter = {
  toldBy: 'payment',
  messages: Object.keys(STEPS),
  hasSecret: true,
  isGenuine({ body, header }, secret, now) {
    const parts = (header('stripe-signature') ?? '').split(',').map((part) => part.trim().split('='));
    const at = parts.find(([name]) => name === 't')?.[1] ?? '';
    if (!/^\d{1,12}$/.test(at) || Math.abs(now - Number(at) * 1_000) > FRESH) return false;
    const wanted = createHmac('sha256', secret).update(`${at}.${body}`).digest();
    return parts.some(([name, given]) => {
      const bytes = Buffer.from(name === 'v1' ? (given ?? '') : '', 'hex');
      return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
    });
  },
  read(body) {
    const parsed = eventShape.safeParse(asJson(body));
    if (!parsed.success) return 'it is no event of Stripe';
    const { id, type, created, data } = parsed.data;
    const meaning = STEPS[type];
    if (meaning === undefined) return { id, kind: type, steps: [] };
    const payment = paymentShape.safeParse(data.object);
    if (!payment.success) return `its ${payment.error.issues[0]?.path.join('.') || 'object'} is not as Stripe describes it`;
    const order = numberOf(payment.data);
    if (order === '') return 'it names no order: neither in its metadata nor in its description';
    return { id, kind: type, steps: [stepOf(payment.data, meaning, order, created)] };
  },
};

function stepOf(
  payment: Payment,
  { step, amount }: { readonly step: OrderStep; amount(payment: Payment): number },
  order: string,
  created: number,
): ToldStep {
  const method = payment.payment_method_details?.type ?? payment.payment_method_types?.[0] ?? '';
  return {
    ...nothingTold,
    ...{ order, toldBy: 'payment', step, at: created * 1_000, amount: amount(payment), currency: payment.currency.toUpperCase(), method },
    theirs: step === 'refunded' ? `refunds of ${payment.id}` : (payment.payment_intent ?? payment.id),
  };
}

function numberOf({ metadata, description }: Payment): string {
  return findOrderNumber(
    metadataNames.map((name) => metadata?.[name]),
    [description],
  );
}
