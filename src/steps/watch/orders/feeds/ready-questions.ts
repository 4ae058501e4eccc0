import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { orderSystems } from '../order-words.ts';

/** A question that a known platform's database understands: one file under data/orders/questions. */
export const questionShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  /** `memory`: written after the platform's public schema, never tried on a live shop. */
  standing: z.enum(['tried', 'memory']),
  'told-by': z.enum(orderSystems),
  language: z.enum(['mysql', 'postgres', 'mssql']),
  /** Of its times; the shop's own unless told. */
  'time-zone': z.string().optional(),
  query: z.string(),
});

const names = ['woocommerce', 'magento', 'prestashop', 'shopware', 'comarch-optima', 'comarch-xl'] as const;

/** The questions that come with Shopbell. */
export function readyQuestions(): readonly z.output<typeof questionShape>[] {
  return names.map((name) => readData(`orders/questions/${name}.yaml`, questionShape));
}
