import { z } from 'zod';
import type { Severity } from '#kernel/outcome.ts';
import { severities } from '#kernel/outcome.ts';
import { areas } from '../checks/check.ts';

export const severityShape = z.enum(severities as [Severity, ...Severity[]]);
export const standingShape = z.enum(['new', 'worsened', 'expired', 'known', 'below']);
export const unknownShape = z.object({ id: z.string().describe('the check, `home`, or a journey'), reason: z.string() });

const span = {
  atLeast: z.number().describe('if all that is unknown is as bad as it can be'),
  atMost: z.number().describe('if all of it is fine'),
};

const rowShape = z.object({
  id: z.string(),
  outcome: z.enum(['pass', 'fail', 'warn', 'unknown', 'notApplicable']),
  severity: severityShape,
  title: z.string(),
  where: z.string(),
  evidence: z.array(z.string()),
  fix: z.string().nullable(),
  key: z.string().optional().describe('names the finding within its check'),
  fingerprint: z.string().optional().describe('the same in every run, on every host of the shop'),
  standing: standingShape.optional().describe('with a baseline: what it says of this finding'),
  area: z.enum(areas),
  about: z.string(),
  owner: z.string(),
  references: z.array(z.string()),
});

/** The document of `shopbell inspect --format json`. A check that found several things stands once for each of them. */
export const inspectShape = z.object({
  schema: z.literal('shopbell.inspect/1'),
  target: z.string(),
  startedAt: z.iso.datetime(),
  depth: z.enum(['visitor', 'owner']),
  complete: z.boolean().describe('false: something could not be checked, nobody may take it for clean'),
  counts: z.object({ pass: z.int(), fail: z.int(), warn: z.int(), unknown: z.int(), notApplicable: z.int() }),
  score: z.object({
    ...span,
    grade: z.enum(['A', 'B', 'C', 'D', 'F']).nullable().describe('null: nothing could be checked'),
    checked: z.int(),
    unknown: z.int(),
    areas: z.partialRecord(z.enum(areas), z.object(span)),
  }),
  platform: z
    .object({
      id: z.string(),
      name: z.string(),
      confidence: z.enum(['high', 'medium', 'low']),
      on: z.string().nullable().describe('what it is built on'),
      version: z.string().describe('`6.1.9`, `2.4.x`, `1.7 or later`; empty: unknown'),
      basis: z.string().describe('what the version rests on, or why it is unknown'),
      signs: z.array(z.string()),
    })
    .nullable()
    .describe('null: none that is known was recognised'),
  checks: z.array(rowShape),
  unknown: z.array(unknownShape),
  scripts: z.array(
    z.object({
      url: z.string(),
      party: z.enum(['first', 'third', 'inline', 'eval', 'provider']),
      hash: z.string(),
      shape: z.string(),
      bytes: z.number(),
      parent: z.string().nullable(),
      runsIn: z
        .object({ kind: z.enum(['frame', 'worker', 'shared worker', 'service worker']), url: z.string() })
        .optional()
        .describe('absent: in the page itself'),
    }),
  ),
  elapsedMs: z.number(),
});
export type InspectDocument = z.output<typeof inspectShape>;
