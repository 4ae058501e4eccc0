import { z } from 'zod';
import { severityShape } from '#kernel/shapes.ts';

export const fileFindingShape = z.object({
  /** Relative to `root`, with strokes. */
  path: z.string(),
  /** From 1. */
  line: z.int(),
  rule: z.string(),
  /** `malicious`: proven by what it does; `suspicious`: look at it. */
  outcome: z.enum(['malicious', 'suspicious']),
  severity: severityShape,
  confidence: z.enum(['high', 'medium', 'low']),
  title: z.string(),
  reasons: z.array(z.string()),
  /** At most 240 characters, without personal data and secrets. */
  excerpt: z.string(),
  fix: z.string(),
});

/** How a file differs from the clean copy. `line-ends`: only in those. */
const differenceShape = z.object({
  path: z.string(),
  class: z.enum(['changed', 'line-ends', 'added', 'missing']),
  /** Changed after the newest file of the clean copy: a hint, no proof. */
  newer: z.boolean(),
});

/** What `scan-files --format json` prints. */
export const scanFilesShape = z.object({
  schema: z.literal('shopbell.scan-files/1'),
  root: z.string(),
  startedAt: z.iso.datetime(),
  /** False when it was stopped before the end. */
  complete: z.boolean(),
  files: z.int(),
  bytes: z.int(),
  /** Of `files`: not judged again, since they are what they were when the state file was written. */
  unchanged: z.int(),
  findings: z.array(fileFindingShape),
  /** What could not be read, or not to its end. None of it is known to be clean. */
  unknown: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** With `--known-good` only. */
  differences: z.array(differenceShape),
  elapsedMs: z.int(),
});

export type ScanFilesDocument = z.output<typeof scanFilesShape>;
export type FileDifference = z.output<typeof differenceShape>;
