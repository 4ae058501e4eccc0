import type { SeededRandom } from '#practice-shop/world/seeded-random.ts';

/** A step as it is stored, with the order's number in the clear. */
export interface MadeStep {
  readonly at: number;
  readonly system: 'shop' | 'payment' | 'erp' | 'courier';
  readonly step: string;
  readonly order: string;
  readonly their: string;
  readonly amount: number;
  readonly method: string;
  readonly delivery: string;
  readonly part: string;
  readonly notBefore: number | null;
  readonly carrier: string;
  readonly country: string;
  readonly device: string;
  /** The shop's own, PLN, where none is told. */
  readonly currency?: string;
}

/** What goes wrong with single orders, and what a reconciliation must say of them. */
export const orderFaults = [
  'lost-webhook',
  'lost-webhook-cancelled',
  'double-charge',
  'paid-cancelled',
  'missing-in-erp',
  'erp-wrong-amount',
  'wrong-amount',
  'label-failed',
  'not-shipped',
  'missing-at-courier',
  'missing-at-provider',
  'unknown-to-shop',
  'refund-not-paid-out',
  'stuck-queue',
  'short-capture',
  'wrong-currency',
  'two-cents-off',
] as const;
export type OrderFault = (typeof orderFaults)[number];

export interface Faulty {
  readonly order: string;
  readonly fault: OrderFault;
  /** When it went wrong, ms since 1970. */
  readonly at: number;
}

/** An order's steps as they are said, one after the other. */
export interface Made {
  readonly steps: MadeStep[];
  say(system: MadeStep['system'], step: string, at: number, more?: Partial<MadeStep>): void;
}

/** What every part of an order's making needs. */
export interface Part {
  readonly random: SeededRandom;
  readonly order: string;
  readonly amount: number;
  readonly fault: OrderFault | null;
  readonly faulty: (fault: Faulty) => void;
}
