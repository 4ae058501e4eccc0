import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import { type Severity, severities } from '#kernel/outcome.ts';
import type { Budgets } from './compare-measures.ts';
import { parseDocument } from './parse-document.ts';

const MOST = 1_000_000;

/** `900`, `900 kB`, `1.2 MB`. */
const bytes = z
  .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?\s*(B|kB|MB)$/i, 'must be bytes, such as 900 kB')])
  .transform((said) => {
    if (typeof said === 'number') return said;
    const unit = /mb$/i.test(said) ? 1_000_000 : /kb$/i.test(said) ? 1_000 : 1;
    return Math.round(Number.parseFloat(said) * unit);
  });
/** `2500`, `800 ms`, `2.5 s`. */
const milliseconds = z
  .union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?\s*(ms|s)$/i, 'must be a time, such as 2.5 s')])
  .transform((said) => {
    if (typeof said === 'number') return said;
    return Math.round(Number.parseFloat(said) * (/ms$/i.test(said) ? 1 : 1_000));
  });

const budgetShape = z.strictObject({
  weight: bytes.optional(),
  scriptWeight: bytes.optional(),
  scripts: z.int().min(0).optional(),
  ttfb: milliseconds.optional(),
  lcp: milliseconds.optional(),
  cls: z.number().min(0).optional(),
});
const names = z.array(z.string().max(60)).max(200);
const path = z.string().min(1).max(1_000);

/** The part `gate:` of shopbell.yml. Paths are as seen from that file's folder. */
const settingsShape = z.strictObject({
  failOn: z.enum(severities as [Severity, ...Severity[]]).optional(),
  baseline: path.optional(),
  journeys: z.array(path).max(50).optional(),
  paymentPage: path.optional(),
  paymentJourney: path.optional(),
  only: names.optional(),
  skip: names.optional(),
  sbom: path.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be the two letters of a country, such as PL')
    .optional(),
  /** `NAME:VALUE`; what is secret is `$VARIABLE`, for this file lies in the repository. */
  headers: z.array(z.string().max(4_000)).max(20).optional(),
  runs: z.int().min(1).max(20).optional(),
  budgets: z.record(z.string().max(500), budgetShape).optional(),
});
export type GateSettings = Omit<z.output<typeof settingsShape>, 'budgets'> & { readonly budgets?: Budgets | undefined };

/** Other parts of the file are others' business. Throws INPUT_INVALID, which names the file and the field. Pure. */
export function readSettings(source: Uint8Array, file: string): GateSettings {
  const wrong = (reason: string) => new ShopbellError('INPUT_INVALID', { reason: `${file}: ${reason}` });
  const parsed = z.looseObject({ gate: settingsShape.default({}) }).safeParse(parseDocument(source, MOST, wrong) ?? {});
  if (parsed.success) return parsed.data.gate;
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it cannot be read'}`);
}
