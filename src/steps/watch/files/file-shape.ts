import { z } from 'zod';
import { checkSeverities } from '../checks/check-severity.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `20s`, `5m`, `1h`, `250ms`, or a number of seconds; in ms. */
const durationShape = z.union([z.number(), z.string()]).transform((value, context) => {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(String(value).trim()) ?? [];
  if (amount !== undefined) return Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS]);
  context.addIssue({ code: 'custom', message: 'must be like 20s, 5m or 1h' });
  return z.NEVER;
});

const key = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'must be small letters, digits, dots, - or _');

/** What every check in a file may say; the rest belongs to its kind (see the reference of kinds). */
const fileCheckShape = z.looseObject({
  /** By which a check is known again when it is renamed; made from the name unless told. */
  key: key.optional(),
  name: z.string().trim().min(1).max(120),
  kind: z.string(),
  /** Twenty seconds unless told, or what its kind needs. */
  every: durationShape.optional(),
  failures: z.int().min(1).max(10).default(2),
  /** How grave it is when it is down. */
  severity: z.enum(checkSeverities).default('high'),
  /** Keys of checks of the same set without which this one cannot be up. */
  dependsOn: z.array(key).max(20).default([]),
  /** Name of the place from which it is looked at; from here unless told. */
  place: z.string().trim().min(1).max(60).optional(),
  /** `{{name}}` in the target: from which variable of the environment its value comes. */
  secrets: z
    .record(
      z.string().regex(/^[a-z0-9_-]{1,60}$/i),
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must name a variable of the environment'),
    )
    .default({}),
});

/** A document of a file of checks. */
export const fileShape = z.strictObject({
  /** Name or id of a shop. */
  shop: z.string().trim().min(1),
  checks: z.array(fileCheckShape).max(2_000),
});
