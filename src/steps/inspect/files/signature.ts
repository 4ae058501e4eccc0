import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { severityShape } from '#kernel/shapes.ts';

const exampleShape = z.object({ name: z.string(), text: z.string() });
const conditionShape = z.object({
  /** Facts that must all be there; `a:*` is any that begins so. */
  all: z.array(z.string()).min(1),
  /** Of each list at least one. */
  any: z.array(z.array(z.string()).min(1)).default([]),
  none: z.array(z.string()).default([]),
  /** All of them within so many characters. */
  within: z.int().optional(),
});
const signatureShape = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]+$/),
  title: z.string(),
  /** For the owner. */
  what: z.string(),
  fix: z.string(),
  severity: severityShape,
  outcome: z.enum(['malicious', 'suspicious']),
  confidence: z.enum(['high', 'medium', 'low']),
  when: z.array(conditionShape).min(1),
  /** Files in which it must be found, and clean ones that look alike. The sign § is left out: no file of the project holds a working shell. */
  bad: z.array(exampleShape).min(1),
  good: z.array(exampleShape).min(1),
});
const fileShape = z.object({ read: z.iso.date(), standing: z.string(), signatures: z.array(signatureShape) });
const factsShape = z.object({ facts: z.record(z.string(), z.string()) });

export type Signature = z.output<typeof signatureShape>;
export type Condition = z.output<typeof conditionShape>;

/** Of the way files are read; counted up when the same file may give other facts. */
const READER = 2;

const FILES = ['signatures/web-shells.yaml', 'signatures/skimmer-code.yaml', 'signatures/planted-files.yaml'] as const;

/** Every signature for files of a shop, gravest files first as they are written. */
export function fileSignatures(): readonly Signature[] {
  return FILES.flatMap((file) => readData(file, fileShape).signatures);
}

/** What each fact says, in words. */
export function factWords(): Readonly<Record<string, string>> {
  return readData('signatures/file-facts.yaml', factsShape).facts;
}

/** Changes whenever a signature or the way of reading does: what was judged before is judged again then. */
export function signaturesDigest(): string {
  return JSON.stringify([READER, fileSignatures()]);
}
