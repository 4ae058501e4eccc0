import { z } from 'zod';
import { describeIssues } from '#kernel/describe-issues.ts';
import { type FactName, factNames, factRow } from './fact-table.ts';

type Certainty = 'confirmed' | 'likely' | 'unknown';
export type Answer = 'yes' | 'no' | 'unknown';

/** A number of people as bounds; `atMost` is null when nothing limits it. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number | null;
}

/** How many people per place: ISO 3166 codes, states of the USA as `US-CA`. */
export type Places = Readonly<Record<string, Bounds>>;

export type FactValue = string | number | readonly string[] | Bounds | Places | null;

/** One stated fact. With certainty `unknown` a list or a count says “at least this”. */
export interface Fact {
  readonly value: FactValue;
  readonly certainty: Certainty;
  /** What it rests on, one redacted line. */
  readonly evidence?: string | undefined;
  readonly statedBy?: string | undefined;
  /** ISO 8601. */
  readonly at?: string | undefined;
}

export type Facts = Readonly<Partial<Record<FactName, Fact>>>;

const bounds = z
  .strictObject({ atLeast: z.int().min(0), atMost: z.int().min(0).nullable().default(null) })
  .refine(({ atLeast, atMost }) => atMost === null || atLeast <= atMost, 'atLeast must not be more than atMost');
const count = z.union([
  z
    .int()
    .min(0)
    .transform((n): Bounds => ({ atLeast: n, atMost: n })),
  bounds,
]);
const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Codes that are in use beside the official ones: they would fit no law. */
const strayCodes: ReadonlySet<string> = new Set([
  'UK',
  'EL',
  'EU',
  'EZ',
  'UN',
  'XA',
  'XB',
  'ZZ',
  'QO',
  'AC',
  'CP',
  'DG',
  'TA',
  'SU',
  'AN',
  'CS',
  'DD',
  'YU',
]);
const place = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be ISO 3166 codes such as DE, or US-CA for a state')
  .refine((code) => isCountry(code.slice(0, 2)), 'must be ISO 3166 codes: GB for the United Kingdom, GR for Greece');
const places = z.record(place, count);
const instant = z.union(
  [z.iso.datetime({ offset: true }), z.date().transform((date) => date.toISOString())],
  'must be a time with a zone, such as 2026-11-20T16:20:00+01:00',
);
const booleanAsAnswer = z.preprocess((value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : value), z.string());

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !strayCodes.has(code) && countryNames.of(code) !== undefined;
}

function valueShape(name: FactName): z.ZodType<FactValue> {
  const row = factRow(name);
  const options = row.options ?? [];
  const choice = booleanAsAnswer.refine((value) => options.includes(value), `must be one of ${options.join(', ')}`);
  if (row.kind === 'choice') return choice;
  if (row.kind === 'list') return z.array(choice);
  if (row.kind === 'count') return count;
  if (row.kind === 'places') return places;
  if (row.kind === 'codes') return z.array(place);
  if (row.kind === 'instant') return instant;
  if (row.kind === 'level') return z.literal([0.25, 0.5, 0.75, 1], 'must be 0.25, 0.5, 0.75 or 1');
  return z.string().max(4_000);
}

const details = {
  evidence: z.string().max(2_000).optional(),
  statedBy: z.string().max(200).optional(),
  at: instant.optional(),
};

/** A fact as stored and as stated by a verb: value, certainty and what it rests on. */
function factShape(name: FactName): z.ZodType<Fact> {
  const value = valueShape(name);
  return z.union([
    z.strictObject({ value: z.null(), certainty: z.literal('unknown'), ...details }),
    z.strictObject({ value, certainty: z.enum(['confirmed', 'likely', 'unknown']), ...details }),
  ]);
}

/** In a file a fact may also be a bare value (confirmed) or the word `unknown`. */
function statedShape(name: FactName): z.ZodType<Fact> {
  const value = valueShape(name);
  return z.unknown().transform((stated, context): Fact => {
    if (stated === 'unknown' || stated === null) return { value: null, certainty: 'unknown' };
    const full = typeof stated === 'object' && stated !== null && ('value' in stated || 'certainty' in stated);
    const filled = full ? { certainty: 'confirmed', value: null, ...stated } : stated;
    const parsed = full ? factShape(name).safeParse(filled) : value.safeParse(stated);
    if (!parsed.success) {
      context.addIssue({ code: 'custom', message: expected(name, parsed.error) });
      return z.NEVER;
    }
    return full ? (parsed.data as Fact) : { value: parsed.data as FactValue, certainty: 'confirmed' };
  });
}

function expected(name: FactName, error: z.ZodError): string {
  const row = factRow(name);
  if (row.kind === 'count') return 'must be a whole number, or {atLeast, atMost} with the smaller number first';
  if (row.kind === 'places')
    return 'must be ISO 3166 codes of countries with numbers, such as {DE: 120, GB: 7, US-CA: {atLeast: 1, atMost: 5}}';
  if (row.kind === 'codes') return 'must be a list of ISO 3166 codes such as [PL, DE, GB]';
  if (row.kind === 'instant') return 'must be a time with a zone, such as 2026-11-20T16:20:00+01:00, or unknown';
  if (row.kind === 'list') return `must be a list of ${(row.options ?? []).join(', ')}`;
  if (row.options) return `must be one of ${row.options.join(', ')} or unknown`;
  return describeIssues(error);
}

const entries = factNames.map((name) => [name, statedShape(name).optional()] as const);

/** Facts as a person or a program writes them: a bare value is confirmed. */
export const statedFactsShape = z.strictObject(Object.fromEntries(entries)) as unknown as z.ZodType<Facts>;

/** A file of facts, as `shopbell assess` reads it. */
export const factsFileShape = z.strictObject({
  schema: z.literal('shopbell-facts/1'),
  title: z.string().optional(),
  timeZone: z.string().optional(),
  facts: statedFactsShape,
});

/** Facts as a verb takes them: every one complete. */
export const factsShape = z.strictObject(
  Object.fromEntries(factNames.map((name) => [name, factShape(name).optional()])),
) as unknown as z.ZodType<Facts>;

const derived: readonly { readonly name: FactName; readonly from: FactName; readonly when: readonly string[]; readonly value: string }[] = [
  { name: 'malicious', from: 'cause', when: ['attack'], value: 'yes' },
  { name: 'malicious', from: 'cause', when: ['mistake', 'technical'], value: 'no' },
  { name: 'encryption', from: 'medium', when: ['paper', 'message'], value: 'none' },
  { name: 'outflow', from: 'confidentiality', when: ['known-recipients', 'unknown-recipients'], value: 'yes' },
];

/** Facts from which others follow. */
export const factsThatLead: ReadonlySet<FactName> = new Set(derived.map(({ from }) => from));

/** Facts that follow from others. */
export const factsThatFollow: readonly FactName[] = [...new Set(derived.map(({ name }) => name))];

/** What holds of each fact that the table has a value for and nobody stated. */
const defaults: readonly (readonly [FactName, Fact])[] = factNames.flatMap((name) => {
  const { absent } = factRow(name);
  return absent === undefined ? [] : [[name, { value: absent, certainty: 'likely', evidence: 'nothing else was stated' }] as const];
});

/** The facts with what follows from them, and with the table's value where nothing was stated. */
export function completeFacts(stated: Facts): Facts {
  const facts: Partial<Record<FactName, Fact>> = { ...stated };
  for (const row of derived) {
    const from = facts[row.from];
    if (facts[row.name] || !from || from.certainty === 'unknown' || !row.when.includes(String(from.value))) continue;
    facts[row.name] = { value: row.value, certainty: from.certainty, evidence: `follows from ${row.from}` };
  }
  for (const [name, fact] of defaults) facts[name] ??= fact;
  return facts;
}

/** The list a fact holds, and whether more may be missing from it. */
export function listOf(facts: Facts, name: FactName): { readonly items: readonly string[]; readonly complete: boolean } {
  const fact = facts[name];
  if (!fact || !Array.isArray(fact.value)) return { items: [], complete: false };
  return { items: fact.value as readonly string[], complete: fact.certainty !== 'unknown' };
}

/** How many people, as bounds. Unknown is from nobody to no limit. */
export function peopleOf(facts: Facts): Bounds {
  return countOf(facts, 'people');
}

/** A counted fact as bounds. Unknown is from nobody to no limit. */
export function countOf(facts: Facts, name: 'people' | 'records'): Bounds {
  const fact = facts[name];
  if (!fact || !isBounds(fact.value)) return { atLeast: 0, atMost: null };
  return fact.certainty === 'unknown' ? { atLeast: fact.value.atLeast, atMost: null } : fact.value;
}

/** Where the people live, and whether more places may be missing from the list. */
export function placesOf(facts: Facts): { readonly places: Places; readonly complete: boolean } {
  const fact = facts.countries;
  if (!fact || !isPlaces(fact.value)) return { places: {}, complete: false };
  return { places: fact.value, complete: fact.certainty !== 'unknown' };
}

/** Whether a value counts people or records. */
export function isBounds(value: FactValue): value is Bounds {
  return typeof value === 'object' && value !== null && 'atLeast' in value && typeof value.atLeast === 'number';
}

/** Whether a value counts people by place. */
export function isPlaces(value: FactValue): value is Places {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isBounds(value);
}

/** The chosen option of a fact, or `null` when it is unknown. */
export function choiceOf(facts: Facts, name: FactName): string | null {
  const fact = facts[name];
  return fact && fact.certainty !== 'unknown' && typeof fact.value === 'string' ? fact.value : null;
}
