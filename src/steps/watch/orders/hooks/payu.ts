import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readTime } from '../files/read-time.ts';
import { nothingTold } from '../files/told-step.ts';
import { findOrderNumber } from '../find-order-number.ts';
import type { OrderStep } from '../order-words.ts';
import type { HookAdapter, HookMessage } from './hook-adapter.ts';
import { asJson, isSameText } from './same-text.ts';

/** Amounts come as texts or numbers, in hundredths. */
const hundredths = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const currency = z.string().regex(/^[A-Z]{3}$/);
const orderShape = z.object({
  orderId: z.string().min(1).max(100),
  extOrderId: z.string().max(300).nullish(),
  orderCreateDate: z.string().max(60),
  description: z.string().max(5_000).nullish(),
  currencyCode: currency,
  totalAmount: hundredths,
  status: z.string().max(60),
  payMethod: z.object({ type: z.string().max(60).nullish() }).nullish(),
});
const paymentShape = z.object({ order: orderShape, localReceiptDateTime: z.string().max(60).nullish() });
const refundShape = z.object({
  orderId: z.string().min(1).max(100),
  extOrderId: z.string().max(300).nullish(),
  refund: z.object({
    refundId: z.union([z.string(), z.number()]).transform(String),
    amount: hundredths,
    currencyCode: currency,
    status: z.string().max(60),
    statusDateTime: z.union([z.string(), z.number()]).transform(String),
  }),
});

const STEPS: Readonly<Record<string, OrderStep>> = {
  WAITING_FOR_CONFIRMATION: 'authorised',
  COMPLETED: 'paid',
  CANCELED: 'payment-failed',
};
const ALGORITHMS: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256', SHA256: 'sha256', 'SHA-1': 'sha1', SHA: 'sha1' };

/**
 * PayU's notifications, signed by `OpenPayu-Signature` (a hash of the body and the second key; PayU's own choice, mostly MD5). They bear no time of
 * sending, so that a repeated one is known by its order and state alone.
 */
export const payu: HookAdapter = {
  toldBy: 'payment',
  messages: Object.keys(STEPS).concat('refund'),
  hasSecret: true,
  isGenuine({ body, header }, secret) {
    const pairs = (header('openpayu-signature') ?? header('x-openpayu-signature') ?? '').split(';').map((part) => part.trim().split('='));
    const parts = new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value] as const));
    const algorithm = ALGORITHMS[(parts.get('algorithm') ?? 'MD5').toUpperCase()];
    if (algorithm === undefined) return false;
    return isSameText((parts.get('signature') ?? '').toLowerCase(), createHash(algorithm).update(`${body}${secret}`).digest('hex'));
  },
  read(body) {
    const json = asJson(body);
    const refund = refundShape.safeParse(json);
    if (refund.success) return readRefund(refund.data);
    const payment = paymentShape.safeParse(json);
    return payment.success ? readPayment(payment.data) : 'it is no notification of PayU';
  },
};

function readPayment({ order, localReceiptDateTime }: z.output<typeof paymentShape>): HookMessage | string {
  const { orderId, extOrderId, orderCreateDate, description, currencyCode, totalAmount, status, payMethod } = order;
  const message = { id: `${orderId} ${status}`, kind: status };
  const step = STEPS[status];
  if (step === undefined) return { ...message, steps: [] };
  const number = numberOf(extOrderId, description);
  if (number === '') return 'it names no order: neither in extOrderId nor in its description';
  const at = readTime(localReceiptDateTime ?? orderCreateDate, 'UTC');
  if (at === null) return 'its time is none';
  const told = { order: number, toldBy: 'payment', step, at, amount: totalAmount, currency: currencyCode, theirs: orderId } as const;
  return { ...message, steps: [{ ...nothingTold, ...told, method: (payMethod?.type ?? '').toLowerCase() }] };
}

function readRefund({ orderId, extOrderId, refund }: z.output<typeof refundShape>): HookMessage | string {
  const message = { id: `${orderId} refund ${refund.refundId} ${refund.status}`, kind: `refund ${refund.status}` };
  if (refund.status !== 'FINALIZED') return { ...message, steps: [] };
  const order = numberOf(extOrderId, null);
  if (order === '') return 'it names no order in extOrderId';
  const { statusDateTime, amount, currencyCode, refundId } = refund;
  const at = /^\d{13}$/.test(statusDateTime) ? Number(statusDateTime) : readTime(statusDateTime, 'UTC');
  if (at === null) return 'its statusDateTime is no time';
  const told = { order, toldBy: 'payment', step: 'refunded', at, amount, currency: currencyCode, theirs: `refund ${refundId}` } as const;
  return { ...message, steps: [{ ...nothingTold, ...told }] };
}

/** Shops' plugins put something after the number, since PayU wants another one for each try: `1042_65f1c2a9b3d41`, `1042-65f1c2a9b3d41`. */
function numberOf(extOrderId: string | null | undefined, description: string | null | undefined): string {
  const bare = (extOrderId ?? '').replace(/[_-][0-9a-f]{8,}(\.\d+)?$/i, '');
  return findOrderNumber([bare], [description]);
}
