import type { OrderStep, OrderSystem } from '../order-words.ts';

/** A step as a file tells it; the order's number in the clear, only between reading and storing. */
export interface ToldStep {
  readonly order: string;
  readonly toldBy: OrderSystem;
  readonly step: OrderStep;
  /** ms since 1970. */
  readonly at: number;
  /** In the currency's smallest unit; 0: none is told. */
  readonly amount: number;
  readonly currency: string;
  /** What the other system calls it: a transaction, a parcel. */
  readonly theirs: string;
  readonly method: string;
  readonly carrier: string;
  readonly country: string;
  /** A class: `mobile`, `tablet`, `desktop`, `other`; '' where none is told. */
  readonly device: string;
  readonly delivery: string;
  readonly part: string;
  readonly notBefore: number;
}

export const nothingTold = {
  ...{ amount: 0, currency: '', theirs: '', method: '', carrier: '', country: '', device: '', delivery: '', part: '', notBefore: 0 },
} as const;

/** An order's number as every system writes it: without the sign before it. '' when it is none. */
export function orderNumber(text: string): string {
  const bare = text.trim().replace(/^[#№]\s*/, '');
  return bare.length <= 100 && /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(bare) ? bare : '';
}
