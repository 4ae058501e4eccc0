import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const fields = z.record(z.string(), z.union([scalar, z.array(scalar)]));
const selection = z.union([fields, z.array(z.union([fields, scalar])), z.string(), z.number()]);
const detection = z.record(z.string(), z.union([selection, z.array(z.string())]));

const levelShape = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
const logSourceShape = z.looseObject({
  category: z.string().optional(),
  product: z.string().optional(),
  service: z.string().optional(),
});

const event = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));
const length = z.string().regex(/^\d+(ms|[smhdwMy])$/, 'must be a length of time such as 30s, 10m, 1h or 7d');

/** Our own words, which other tools leave alone. */
const extension = z.strictObject({
  /** What findings of several rules are joined by. */
  family: z.string().default(''),
  /** `answered`: the path exists only when the attack worked. `unclear`: a 2xx may be the ordinary page. */
  success: z.enum(['answered', 'unclear']).default('unclear'),
  /** How many different requests of one address make a try worth a signal; a success is always worth one. */
  least: z.int().min(1).default(1),
  tried: z.enum(['info', 'low', 'medium', 'high', 'critical']).default('low'),
  worked: z.enum(['info', 'low', 'medium', 'high', 'critical']).default('high'),
  /** Events that the rule must, and must not, match. A correlation's are lists that together must, or must not, make it fire. */
  matches: z.array(z.union([event, z.array(event)])).default([]),
  passes: z.array(z.union([event, z.array(event)])).default([]),
  /** How a correlation's windows lie, and after which pause a session ends. */
  window: z.enum(['sliding', 'tumbling', 'session']).default('sliding'),
  gap: length.optional(),
});

const head = {
  title: z.string().min(1),
  id: z.string().optional(),
  name: z.string().optional(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).optional(),
  description: z.string().optional(),
  author: z.string().optional(),
  level: levelShape.default('medium'),
  tags: z.array(z.string()).default([]),
  falsepositives: z.union([z.array(z.string()), z.string(), z.null()]).optional(),
};

/** A rule document. Unknown keys are allowed: Sigma leaves them to everybody. */
export const ruleShape = z.looseObject({ ...head, logsource: logSourceShape, detection, shopbell: extension.optional() });

const criterion = z
  .looseObject({ field: z.union([z.string(), z.array(z.string())]).optional(), percentile: z.number().min(0).max(100).optional() })
  .and(z.record(z.string(), z.unknown()));

const correlation = z.strictObject({
  type: z.enum(['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum', 'value_avg', 'value_percentile']),
  rules: z.union([z.array(z.string()).min(1), z.string()]),
  'group-by': z.union([z.array(z.string()), z.string()]).optional(),
  timespan: length,
  condition: criterion.optional(),
  aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  generate: z.boolean().optional(),
});

export const correlationShape = z.looseObject({ ...head, correlation, generate: z.boolean().optional(), shopbell: extension.optional() });

export const filterShape = z.looseObject({
  title: z.string().min(1),
  id: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  logsource: logSourceShape,
  filter: z
    .object({ rules: z.union([z.array(z.string()).min(1), z.string()]), condition: z.string() })
    .catchall(z.union([selection, z.array(z.string())])),
});

export type SigmaRule = z.output<typeof ruleShape>;
export type SigmaCorrelation = z.output<typeof correlationShape>;
export type SigmaFilter = z.output<typeof filterShape>;
export type LogSource = z.output<typeof logSourceShape>;
export type SigmaSelection = z.output<typeof selection>;
export type RuleExtension = z.output<typeof extension>;
export const noExtension: RuleExtension = extension.parse({});
