import { z } from 'zod';

const text = z.union([z.string(), z.number()]);
const texts = z.union([z.array(z.string()), z.string()]);
const logSource = { category: z.string().optional(), product: z.string().optional(), service: z.string().optional() };

const ruleCondition = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('logsource'), ...logSource }),
  z.strictObject({ type: z.literal('contains_field'), field: z.string() }),
  z.strictObject({ type: z.literal('tag'), tag: z.string() }),
  z.strictObject({ type: z.literal('is_sigma_rule') }),
  z.strictObject({ type: z.literal('processing_item_applied'), processing_item_id: z.string() }),
]);
const fieldCondition = z.strictObject({
  type: z.enum(['include_fields', 'exclude_fields']),
  fields: z.array(z.string()).min(1),
  match_type: z.enum(['plain', 're']).default('plain'),
});

const common = {
  id: z.string().optional(),
  rule_conditions: z.array(ruleCondition).default([]),
  rule_cond_op: z.enum(['and', 'or']).default('and'),
  rule_cond_not: z.boolean().default(false),
  field_name_conditions: z.array(fieldCondition).default([]),
  field_name_cond_op: z.enum(['and', 'or']).default('and'),
  field_name_cond_not: z.boolean().default(false),
};

const transformation = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('field_name_mapping'), mapping: z.record(z.string(), texts), ...common }),
  z.strictObject({ type: z.literal('field_name_prefix_mapping'), mapping: z.record(z.string(), texts), ...common }),
  z.strictObject({ type: z.literal('field_name_prefix'), prefix: z.string(), ...common }),
  z.strictObject({ type: z.literal('field_name_suffix'), suffix: z.string(), ...common }),
  z.strictObject({
    type: z.literal('add_condition'),
    conditions: z.record(z.string(), z.union([text, z.array(text)])),
    negated: z.boolean().default(false),
    ...common,
  }),
  z.strictObject({ type: z.literal('change_logsource'), ...logSource, ...common }),
  z.strictObject({ type: z.literal('drop_detection_item'), ...common }),
  z.strictObject({ type: z.literal('rule_failure'), message: z.string(), ...common }),
  z.strictObject({ type: z.literal('detection_item_failure'), message: z.string(), ...common }),
  z.strictObject({ type: z.literal('replace_string'), regex: z.string(), replacement: z.string(), ...common }),
  z.strictObject({ type: z.literal('map_string'), mapping: z.record(z.string(), texts), ...common }),
  z.strictObject({ type: z.literal('set_value'), value: z.union([text, z.boolean(), z.null()]), ...common }),
]);

/** A processing pipeline as pySigma writes them: which fields of which log sources are called what here. */
export const pipelineShape = z.looseObject({
  name: z.string().default('pipeline'),
  priority: z.number().default(0),
  transformations: z.array(transformation).min(1),
});

export type Pipeline = z.output<typeof pipelineShape>;
export type Transformation = z.output<typeof transformation>;
