import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { type DataCategory, dataCategories } from '#kernel/people.ts';
import { categoryShape } from '#kernel/shapes.ts';

export const languages = ['en', 'pl', 'de', 'ja'] as const;
export type Language = (typeof languages)[number];

const day = z.iso.date();
const standing = z.enum(['law', 'guidance', 'draft']);
const phrase = z.strictObject({ phrase: z.string(), why: z.string(), instead: z.string(), unless: z.literal('evidence').optional() });
const list = z.array(z.string()).default([]);

const wordsShape = z.strictObject({
  schema: z.literal('shopbell-words/1'),
  language: z.enum(languages),
  read_on: day,
  standing,
  source: z.string(),
  flagged: z.array(phrase).min(1),
  marketing: list,
  no_risk: list,
  breach: list,
  your: list,
  asks_secret: list,
  self_praise: list,
  verbs: list,
  never_ask: z.string().optional(),
  apology: list,
  subject: z.strictObject({ forbidden: list, needs: list }).optional(),
});

const step = z.strictObject({ text: z.string(), when: z.enum(['now', 'this-week']), minutes: z.int().positive() });
const advised = z.strictObject({ standing, heading: z.string(), means: z.string().optional(), steps: z.array(step).min(1) });

const adviceShape = z.strictObject({
  schema: z.literal('shopbell-advice/1'),
  id: z.string(),
  categories: z.array(categoryShape).min(1),
  /** Lower is more urgent. */
  urgency: z.int(),
  read_on: day,
  source: z.string(),
  languages: z.record(z.enum(languages), advised),
});

const sentences = z.record(z.string(), z.string());

export const headingNames = ['happened', 'data', 'recipients', 'steps', 'measures', 'authenticity', 'contact', 'next'] as const;

const templateShape = z.strictObject({
  schema: z.literal('shopbell-notice-template/1'),
  language: z.enum(languages),
  standing,
  read_on: day,
  subject: z.string(),
  subject_short: z.string(),
  greeting: z.string(),
  greeting_unnamed: z.string(),
  opening: z.string(),
  headings: z.record(z.enum(headingNames), z.string()),
  /** When it happened: over days, within one day, within one minute. */
  period: z.strictObject({ days: z.string(), hours: z.string(), moment: z.string() }),
  happened: sentences,
  affected: z.string(),
  not_affected: z.string(),
  recipients: sentences,
  when: z.strictObject({ now: z.string(), 'this-week': z.string() }),
  minutes: z.string(),
  taken: z.string(),
  taken_partial: z.string(),
  prevention: z.string(),
  authenticity: z.string(),
  never_ask: z.string(),
  contact: z.string(),
  contact_phone: z.string(),
  contact_postal: z.string(),
  privacy: z.string(),
  complaint: z.string(),
  next: z.string(),
});

const gate = z.strictObject({
  words: z.int(),
  grade: z.number(),
  ease: z.number(),
  average_sentence: z.number(),
  longest_sentence: z.int(),
  subject: z.int(),
});

const checksShape = z.strictObject({
  schema: z.literal('shopbell-notice-checks/1'),
  read_on: day,
  standing,
  source: z.string(),
  checks: z.array(
    z.strictObject({ id: z.string().regex(/^N\d{1,2}$/), rule: z.string(), mend: z.string(), human: z.literal(true).optional() }),
  ),
  gates: z.strictObject({ en: gate }),
});

const categoryWordsShape = z.strictObject({
  schema: z.literal('shopbell-category-words/1'),
  read_on: day,
  standing: z.record(z.enum(languages), standing),
  words: z.record(categoryShape, z.record(z.enum(languages), z.string())),
});

type Words = z.output<typeof wordsShape>;
export type Advice = z.output<typeof adviceShape>;
type Template = z.output<typeof templateShape>;
type NoticeChecks = z.output<typeof checksShape>;
export type CategoryWords = Readonly<Record<DataCategory, Readonly<Record<Language, string>>>>;

const adviceFiles = ['bank-account', 'contact', 'email', 'health', 'identity', 'internet-address', 'orders', 'password', 'payment-card'];

/** Everything a letter is made of and checked by. */
export interface NoticeTables {
  readonly template: Template;
  readonly words: Words;
  readonly advice: readonly Advice[];
  readonly categories: CategoryWords;
  readonly checks: NoticeChecks;
}

/** Reads the tables of the only language that is complete, once. */
export function noticeTables(): NoticeTables {
  return {
    template: readData('templates/notice-en.yaml', templateShape),
    words: readData('words/flagged-en.yaml', wordsShape),
    advice: adviceFiles.map((file) => readData(`advice/${file}.yaml`, adviceShape)),
    categories: readData('words/categories.yaml', categoryWordsShape).words,
    checks: readData('templates/notice-checks.yaml', checksShape),
  };
}

/** Kinds of data no advice exists for; empty, as the test holds. */
export function categoriesWithoutAdvice(advice: readonly Advice[]): DataCategory[] {
  return dataCategories.filter((category) => !advice.some((block) => block.categories.includes(category)));
}
