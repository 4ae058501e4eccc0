import { z } from 'zod';
import { instantShape } from '#kernel/shapes.ts';
import { kindOfTrouble, orderSystems, orderTroubles } from './order-words.ts';
import type { Reconciled } from './reconcile-orders.ts';

const moneyShape = { minor: z.int().describe('in the currency’s smallest unit'), currency: z.string() };

/** How orders stand over several systems; `shopbell reconcile --json`. Order numbers, times and amounts: no personal data. */
export const reconciledShape = z.object({
  schema: z.literal('shopbell.reconcile/1'),
  asOf: instantShape.describe('as things stood then'),
  orders: z.int(),
  states: z.object({
    'in-flight': z.int(),
    done: z.int(),
    cancelled: z.int(),
    dropped: z.int().describe('never paid'),
    overdue: z.int(),
    impossible: z.int().describe('two things that cannot both be'),
    differs: z.int().describe('two systems disagree'),
  }),
  systems: z
    .array(z.object({ system: z.enum(orderSystems), from: instantShape, to: instantShape }))
    .describe('outside, nothing is said to be missing there'),
  troubles: z.array(
    z.object({
      trouble: z.enum(orderTroubles),
      kind: z.enum(['overdue', 'impossible', 'differs']),
      orders: z.int(),
      amounts: z.array(z.object(moneyShape)),
      since: instantShape,
      list: z.array(z.object({ order: z.string(), since: instantShape, ...moneyShape, system: z.enum(orderSystems).nullable() })),
    }),
  ),
  files: z.array(
    z.object({
      file: z.string(),
      toldBy: z.enum(orderSystems),
      kind: z.string(),
      lines: z.int(),
      steps: z.int(),
      rejected: z.int(),
      reasons: z.array(z.object({ line: z.int(), reason: z.string() })),
    }),
  ),
  elapsedMs: z.int(),
});
export type ReconciledDocument = z.output<typeof reconciledShape>;

interface Parts {
  /** `null`: no file told of an order. */
  readonly result: Reconciled | null;
  readonly now: number;
  readonly files: ReconciledDocument['files'];
  numberOf(ref: string): string;
  readonly elapsedMs: number;
}

const NONE = { 'in-flight': 0, done: 0, cancelled: 0, dropped: 0, overdue: 0, impossible: 0, differs: 0 };
const iso = (at: number): string => new Date(at).toISOString();

/** The document of a reconciliation, the worst first. Pure. */
export function reconciledDocument({ result, now, files, numberOf, elapsedMs }: Parts): ReconciledDocument {
  const told = [...(result?.troubles ?? [])].sort(([a], [b]) => orderTroubles.indexOf(a) - orderTroubles.indexOf(b));
  return {
    schema: 'shopbell.reconcile/1',
    ...{ asOf: iso(now), orders: result?.orders ?? 0, states: result?.states ?? NONE, files, elapsedMs },
    systems: orderSystems.flatMap((system) => {
      const coverage = result?.seen.systems[system];
      return coverage === undefined ? [] : [{ system, from: iso(coverage.from), to: iso(coverage.to) }];
    }),
    troubles: told.map(([trouble, { orders, amounts, since }]) => ({
      ...{ trouble, kind: kindOfTrouble[trouble], orders, since: iso(since) },
      amounts: [...amounts].map(([currency, minor]) => ({ minor, currency })),
      list: (result?.worst ?? []).flatMap(({ order, troubles }) => {
        const [first] = troubles;
        if (first?.trouble !== trouble) return [];
        return [
          {
            ...{ order: numberOf(order.ref), since: iso(first.since), minor: first.amount, currency: order.currencies[0] ?? '' },
            system: first.system ?? null,
          },
        ];
      }),
    })),
  };
}
