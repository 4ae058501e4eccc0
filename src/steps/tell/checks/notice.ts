import { z } from 'zod';
import { categoryShape, instantShape } from '#kernel/shapes.ts';
import { headingNames, languages } from '../tables.ts';

const text = z.string().max(4_000);
const contact = z.strictObject({ name: z.string().max(200), address: z.string().max(200), phone: z.string().max(60).default('') });

/**
 * A notice before it becomes letters: the same for everybody, with {name} in the greeting and {code}, {check}, {page} where they stand.
 * Holds no personal data. `affected` is what the breach touched at all; each letter names its reader's own part of it.
 */
export const noticeShape = z.strictObject({
  schema: z.literal('shopbell-notice/1'),
  language: z.enum(languages),
  brand: z.string().min(1).max(120),
  risk: z.enum(['low', 'medium', 'high', 'very-high', 'unknown']),
  subject: z.string().max(200),
  greeting: text,
  greetingUnnamed: text,
  opening: text,
  headings: z.record(z.enum(headingNames), z.string().max(120)),
  happened: text,
  affectedIntro: text,
  affected: z.array(categoryShape),
  notAffectedIntro: text,
  notAffected: z.array(z.strictObject({ category: categoryShape, evidence: z.string() })).default([]),
  recipients: text,
  consequences: z.array(z.strictObject({ text, for: z.array(categoryShape) })),
  steps: z.array(z.strictObject({ text, when: z.enum(['now', 'this-week']), minutes: z.int().positive(), for: z.array(categoryShape) })),
  taken: text,
  prevention: text,
  authenticity: text,
  neverAsk: text,
  contact: text,
  contactPoint: contact,
  privacyPoint: contact,
  complaint: text,
  next: text,
  nextUpdateBy: instantShape.nullable(),
  claims: z.array(z.strictObject({ text, status: z.enum(['confirmed', 'likely', 'unknown']), evidence: z.string().optional() })),
  links: z.strictObject({ check: z.url(), page: z.url() }),
});

export type Notice = z.output<typeof noticeShape>;
