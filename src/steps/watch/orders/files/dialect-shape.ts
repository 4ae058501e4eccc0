import { z } from 'zod';
import { orderSteps, orderSystems } from '../order-words.ts';

const stepShape = z.strictObject({
  step: z.enum(orderSteps),
  /** Columns of which the first that is filled tells when. */
  at: z.array(z.string()).min(1),
  /** The step happened only where this is more than nothing. */
  amount: z.string().optional(),
  /** The step happened only where the column holds one of these, in any case. */
  where: z.strictObject({ column: z.string(), is: z.array(z.string()).min(1) }).optional(),
});

/** How a file of another program tells of orders: one file under data/orders. */
export const dialectShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  'told-by': z.enum(orderSystems),
  /** A file whose heading has all of these, and one of `any-heading`, is of this kind. */
  headings: z.array(z.string()).min(1),
  'any-heading': z.array(z.string()).optional(),
  /** Where the order's number stands; `described`: within a text such as “Order 1042”. */
  order: z.strictObject({ columns: z.array(z.string()), described: z.array(z.string()).optional() }),
  /** Other lines say nothing of the order itself. */
  'only-where': z.strictObject({ column: z.string() }).optional(),
  currency: z.string(),
  /** Columns of which the first that is filled is what the other system calls it. */
  'their-id': z.array(z.string()).optional(),
  method: z.string().optional(),
  country: z.string().optional(),
  /** A class of devices, or what a browser says of itself: only the class is kept. */
  device: z.string().optional(),
  steps: z.array(stepShape).min(1),
});
export type Dialect = z.output<typeof dialectShape>;
