import { z } from 'zod';

const bounds = z.strictObject({ atLeast: z.int(), atMost: z.int().nullable() });
const value = z.union([z.string(), z.boolean(), z.array(z.string()), bounds, z.record(z.string(), bounds), z.null()]);
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fact'), facts: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('profile') }),
  z.strictObject({ kind: z.literal('person'), by: z.string(), at: z.iso.datetime() }),
  z.strictObject({ kind: z.literal('computed'), from: z.string() }),
  z.strictObject({ kind: z.literal('told-record') }),
]);
export const phaseShape = z.enum(['incomplete', 'complete', 'withdraw']);

/** A notification as a machine reads it: `shopbell-notification/1`. Fields in the template's order, only those that are shown. */
export const notificationShape = z.strictObject({
  schema: z.literal('shopbell-notification/1'),
  template: z.strictObject({ id: z.string(), version: z.string(), standing: z.string(), readOn: z.iso.date() }),
  case: z.string(),
  phase: phaseShape,
  kind: z.enum(['new', 'follow-up']),
  authority: z.strictObject({ id: z.string(), name: z.string(), country: z.string() }).nullable(),
  language: z.string(),
  timeZone: z.string(),
  /** When it was made from the case. */
  madeAt: z.iso.datetime(),
  /** The version of the case's facts that it was made from. */
  factsVersion: z.int(),
  late: z.boolean(),
  completeness: z.strictObject({ required: z.int(), answered: z.int(), open: z.int(), missing: z.array(z.string()) }),
  /** What was submitted, by which way, under which reference; null of a draft. */
  submission: z
    .strictObject({
      number: z.int(),
      at: z.iso.datetime(),
      authority: z.string(),
      channel: z.string(),
      reference: z.string(),
      submittedBy: z.string(),
    })
    .nullable(),
  /** The letter to the people, one for each language, as it was released, or as it stands while nobody has released it. */
  letters: z
    .array(
      z.strictObject({
        language: z.string(),
        released: z.boolean(),
        version: z.int(),
        sha256: z.string(),
        subject: z.string(),
        text: z.string(),
      }),
    )
    .default([]),
  fields: z.array(
    z.strictObject({
      number: z.int(),
      key: z.string(),
      section: z.string(),
      title: z.string(),
      value,
      /** The template's letters of the chosen options. */
      letters: z.array(z.string()),
      /** The value as people read it; empty when there is none. */
      words: z.string(),
      certainty: z.enum(['confirmed', 'likely', 'unknown']).nullable(),
      source: source.nullable(),
      required: z.boolean(),
    }),
  ),
});

export type NotificationFile = z.output<typeof notificationShape>;
