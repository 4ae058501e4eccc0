import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { categoryShape, instantShape } from '#kernel/shapes.ts';
import type { SureRecord } from '../read-touched.ts';
import type { EnteredAccount } from './read-entered.ts';

const lineShape = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  ref: z
    .string()
    .regex(/^[A-Za-z0-9_-]{20,2000}$/, 'must be a sealed reference')
    .nullable(),
  categories: z.array(categoryShape),
  first: instantShape,
  last: instantShape,
  times: z.int().min(1),
  /** Lists from before it was told have none. */
  sure: z.enum(['certain', 'likely', 'possible']).optional(),
  /** Of an account that was taken over: from where it was entered. */
  from: z.array(z.string().max(64)).optional(),
});
export type SealedLine = z.output<typeof lineShape>;

/** One record as a line of the list that leaves the house: useless without the house's key. */
export function sealedLine({ kind, ref, categories, first, last, times, sure }: SureRecord): string {
  return `${JSON.stringify({ kind, ref, categories, first: first.toISOString(), last: last.toISOString(), times, sure })}\n`;
}

/** An account that was taken over, in the same way; what nothing names has no reference. */
export function sealedAccountLine({ account, first, last, times, sure, from, reads }: EnteredAccount): string {
  const at = { first: new Date(first).toISOString(), last: new Date(last).toISOString() };
  return `${JSON.stringify({ kind: 'account', ref: account, categories: [], ...at, times, sure, from, records: reads.length })}\n`;
}

/** Reads such a list. Throws INPUT_INVALID with the line. */
export function readSealedList(text: string): SealedLine[] {
  return text.split('\n').flatMap((line, nth) => {
    if (line.trim() === '') return [];
    const parsed = lineShape.safeParse(asJson(line));
    if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: `line ${nth + 1} is no line of a sealed list` });
    return [parsed.data];
  });
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
