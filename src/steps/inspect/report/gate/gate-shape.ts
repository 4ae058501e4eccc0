import { z } from 'zod';
import { figures } from '../../gate/compare-measures.ts';
import { inspectShape, severityShape, standingShape, unknownShape } from '../inspect-shape.ts';

const entryShape = z.object({
  fingerprint: z.string(),
  check: z.string(),
  key: z.string(),
  title: z.string(),
  severity: severityShape,
  firstSeen: z.string().describe('day, or empty'),
  owner: z.string().describe('empty: nobody answers for it'),
  reason: z.string(),
  until: z.string().nullable().describe('last day on which it is accepted, UTC; null: without end'),
});

const itemShape = z.object({
  fingerprint: z.string(),
  check: z.string(),
  key: z.string(),
  title: z.string(),
  severity: severityShape,
  standing: standingShape,
  where: z.string(),
  evidence: z.array(z.string()),
  fix: z.string(),
  acceptance: entryShape.pick({ severity: true, firstSeen: true, owner: true, reason: true, until: true }).nullable(),
});

/** The document of `shopbell gate --format json`. */
export const gateShape = z.object({
  schema: z.literal('shopbell.gate/1'),
  target: z.string(),
  passed: z.boolean().describe('nothing new fails and every journey passed'),
  complete: z.boolean().describe('false: something could not be checked, and `passed` proves nothing'),
  level: severityShape.describe('what is milder does not fail'),
  compared: z.boolean().describe('whether there was a baseline'),
  failing: z.array(itemShape),
  known: z.array(itemShape),
  gone: z.array(entryShape).describe('in the baseline, not there any more'),
  expired: z.array(itemShape).describe('still there after the last day of its acceptance, at any level'),
  below: z.array(itemShape).describe('new or worsened, milder than the level'),
  unchecked: z.array(entryShape).describe('in the baseline; its check could not say or was not run'),
  shrunk: z.array(z.string()).describe('scripts and hosts of the baseline that are not there any more'),
  budgets: z.array(
    z.object({
      page: z.string().describe('`home`, or a journey: its last page'),
      figure: z.enum(figures as [string, ...string[]]).describe('bytes, counts, milliseconds; cls is a ratio'),
      value: z.number().nullable().describe('median of the runs'),
      before: z.number().nullable(),
      most: z.number().nullable().describe('most that passes, margin included'),
      from: z.enum(['baseline', 'budget']).nullable(),
      outcome: z.enum(['pass', 'fail', 'unknown', 'none']),
    }),
  ),
  journeys: z.array(
    z.object({ name: z.string(), outcome: z.enum(['passed', 'failed', 'unknown']), reason: z.string(), steps: z.int(), ms: z.number() }),
  ),
  components: z
    .object({
      added: z.array(z.object({ id: z.string(), licences: z.array(z.string()), holes: z.array(z.string()) })),
      removed: z.array(z.string()),
      changed: z.array(z.object({ base: z.string(), from: z.array(z.string()), to: z.array(z.string()) })),
      otherHoles: z.literal('unknown').describe('only holes that the bill of materials names are known'),
    })
    .nullable(),
  inspection: inspectShape,
  unknown: z.array(unknownShape),
  elapsedMs: z.number(),
});
export type GateDocument = z.output<typeof gateShape>;
