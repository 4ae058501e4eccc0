import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { Locale } from '#web/types.ts';
import { factNames } from '../checks/fact-table.ts';

/** What must hold so that a field is shown: another field's answer, or something given with the case. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly field: string; readonly is: readonly string[] }
  | { readonly field: string; readonly answered: true }
  | { readonly given: 'late' | 'not-in-eea' };

const conditionShape: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionShape).min(1) }),
    z.strictObject({ any: z.array(conditionShape).min(1) }),
    z.strictObject({ not: conditionShape }),
    z.strictObject({ field: z.string(), is: z.array(z.string()).min(1) }),
    z.strictObject({ field: z.string(), answered: z.literal(true) }),
    z.strictObject({ given: z.enum(['late', 'not-in-eea']) }),
  ]),
);

const key = z.string().regex(/^[a-z0-9-]+$/);
const day = z.iso.date();

const fieldShape = z.strictObject({
  number: z.int().min(3).max(126),
  key,
  kind: z.enum(['choice', 'choices', 'line', 'text', 'flag', 'instant', 'day', 'count', 'places', 'codes', 'authorities']),
  need: z.enum(['mandatory', 'conditional', 'optional']),
  /** Conditional, but only where there is something to say: never counted as missing. */
  applies: z.literal(true).optional(),
  article: z.string().optional(),
  /** Our code → the template's letter. */
  options: z.record(key, z.string()).optional(),
  only_incomplete: z.array(key).optional(),
  /** The fact of the case that this field states. */
  fact: z.enum(factNames as [string, ...string[]]).optional(),
  when: conditionShape.optional(),
});

const templateShape = z.strictObject({
  schema: z.literal('shopbell-template/1'),
  id: z.string(),
  name: z.string(),
  version: z.string(),
  standing: z.enum(['law', 'guidance', 'draft']),
  adopted: day,
  consultation_until: day,
  read_on: day,
  source: z.url(),
  mended: z.array(z.strictObject({ field: z.int(), was: z.string(), is: z.string() })),
  many: z.array(z.int()),
  sections: z.array(z.strictObject({ id: key, from: z.int(), to: z.int() })),
  fields: z.array(fieldShape),
});

const channelShape = z.strictObject({ id: key, hint: z.string(), confidence: z.enum(['H', 'M', 'L']) });

const authoritiesShape = z.strictObject({
  schema: z.literal('shopbell-authorities/1'),
  standing: z.enum(['law', 'guidance', 'draft']),
  read_on: day,
  source: z.string(),
  eea: z.array(z.string().length(2)),
  authorities: z.array(
    z.strictObject({
      id: key,
      country: z.string(),
      name: z.string(),
      short: z.string(),
      /** BCP 47: the language in which it is written to. */
      language: z.string(),
      /** `false`: not the one that is usually competent in its country. */
      main: z.literal(false).optional(),
      note: key.optional(),
      /** Its own pages, where its form is found. */
      website: z.strictObject({ url: z.url({ protocol: /^https$/ }), confidence: z.enum(['H', 'M', 'L']) }).optional(),
      channels: z.array(channelShape),
      /** What is known of its own form: to be checked before use. Absent: nothing is known. */
      form: z.strictObject({ languages: z.string(), phases: z.string(), asks: z.string(), confidence: z.enum(['H', 'M', 'L']) }).optional(),
    }),
  ),
});

const wordsShape = z.strictObject({
  fields: z.record(key, z.string().min(1)),
  options: z.record(key, z.string().min(1)),
  /** Kinds of data and groups of people as a case names them. */
  items: z.record(key, z.string().min(1)),
  sections: z.record(key, z.string().min(1)),
  channels: z.record(key, z.string().min(1)),
  notes: z.record(key, z.string().min(1)),
});

export type TemplateField = z.output<typeof fieldShape>;
type Template = z.output<typeof templateShape>;
export type Authorities = z.output<typeof authoritiesShape>;
export type Authority = Authorities['authorities'][number];
/** Titles and options in one language. */
export type TemplateWords = z.output<typeof wordsShape>;

/** The EDPB's common template as our data, read once. Standing: draft. */
export function notificationTemplate(): Template {
  return readData('regimes/edpb-template.yaml', templateShape);
}

/** Who is told: supervisory authorities with what is known of their channels. */
export function authorityTable(): Authorities {
  return readData('regimes/authorities.yaml', authoritiesShape);
}

/** The template's titles and options in a language. */
export function templateWords(locale: Locale): TemplateWords {
  return readData(`regimes/edpb-words/${locale}.yaml`, wordsShape);
}

/** The field with this key. Throws RangeError: keys are ours. */
export function templateField(of: string): TemplateField {
  const field = notificationTemplate().fields.find((one) => one.key === of);
  if (!field) throw new RangeError(`the template has no field ${of}`);
  return field;
}
