import { z } from 'zod';
import { categoryShape, instantShape, severityShape } from '#kernel/shapes.ts';
import { selectable } from './finding.ts';
import { ruleNames } from './rule-traits.ts';

const selectionShape = z.object({
  what: z.enum(selectable),
  actors: z.array(z.number()),
  pairs: z.array(z.string()),
  sessions: z.array(z.string()),
  accounts: z.array(z.string()),
  anybody: z.boolean(),
  paths: z.array(z.string()),
  events: z.array(z.string()),
  shapes: z.array(z.string()).optional(),
  tried: z.array(z.string()).optional(),
  from: instantShape,
  to: instantShape,
});

/** A finding as the verb takes it; the same words as the type in finding.ts. */
export const findingShape = z.object({
  rule: z.enum(ruleNames),
  subject: z.string(),
  level: severityShape,
  succeeded: z.enum(['yes', 'no', 'unknown']),
  attack: z.string(),
  actor: z.object({
    address: z.string().optional(),
    session: z.string().optional(),
    agent: z.string().optional(),
    addresses: z.int().optional(),
    account: z.string().optional(),
  }),
  selection: selectionShape,
  reads: selectionShape.nullable(),
  firstSeen: instantShape,
  lastSeen: instantShape,
  count: z.int(),
  touched: z.array(z.object({ kind: z.string(), distinct: z.int() })),
  categories: z.array(categoryShape),
  evidence: z.array(z.object({ at: z.string(), file: z.string(), offset: z.number(), text: z.string() })),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
