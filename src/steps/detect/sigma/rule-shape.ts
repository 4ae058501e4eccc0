import { z } from 'zod';
import { severityShape } from '#kernel/shapes.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const item = z.union([scalar, z.array(scalar)]);
const fields = z.record(z.string(), item);
const selection = z.union([fields, z.array(z.union([fields, z.string(), z.number()]))]);

/** What a Sigma rule file holds, as far as it is read here. Unknown keys are allowed: Sigma has many. */
export const ruleShape = z.looseObject({
  title: z.string(),
  id: z.string(),
  status: z.string().optional(),
  description: z.string().optional(),
  author: z.string().optional(),
  logsource: z.looseObject({ category: z.string().optional(), product: z.string().optional(), service: z.string().optional() }),
  detection: z.record(z.string(), z.union([selection, z.string(), z.array(z.string())])),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).default('medium'),
  tags: z.array(z.string()).default([]),
  /** Ours: the family signals are joined by, what an answer says about success, and events that must and must not match. */
  shopbell: z
    .strictObject({
      family: z.string(),
      /** `answered`: the path exists only when the attack worked. `unclear`: a 2xx may be the ordinary page. */
      success: z.enum(['answered', 'unclear']).default('unclear'),
      /** How many different requests of one address make a try worth a signal; a success is always worth one. */
      least: z.int().min(1).default(1),
      tried: severityShape.default('low'),
      worked: severityShape.default('high'),
      matches: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).default([]),
      passes: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).default([]),
    })
    .optional(),
});

export type SigmaRule = z.output<typeof ruleShape>;
export type SigmaValue = z.output<typeof scalar>;
export type SigmaSelection = z.output<typeof selection>;
