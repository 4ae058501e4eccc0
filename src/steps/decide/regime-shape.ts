import { z } from 'zod';
import { conditionShape } from './checks/evaluate-condition.ts';
import { type FactName, factNames, factRow } from './checks/fact-table.ts';

export const confidence = z.enum(['H', 'M', 'L']);
export const day = z.iso.date();
const fact = z.enum(factNames as [FactName, ...FactName[]]);
const anchor = fact.refine((name) => factRow(name).kind === 'instant', 'must be a fact that is a time');
const source = z.string().min(3);

/** What a text of the law rests on: `contract` for rules that are agreed and not enacted, `unsettled` where sources differ. */
const standing = z.enum(['law', 'guidance', 'draft', 'contract', 'unsettled']);

const limit = z
  .strictObject({
    hours: z.int().positive().optional(),
    days: z.int().positive().optional(),
    months: z.int().positive().optional(),
    working_days: z.int().positive().optional(),
    from: anchor,
  })
  .refine(
    ({ hours, days, months, working_days }) => [hours, days, months, working_days].filter((n) => n !== undefined).length === 1,
    'must have one of hours, days, months, working_days',
  );

const rule = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9-]+$/),
  title: z.string().min(10),
  when: conditionShape,
  confidence,
  source,
});

const addressees = ['register', 'authority', 'people', 'controller', 'others', 'acquirer', 'organisation'] as const;

const duty = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9-]+$/),
  to: z.enum(addressees),
  /** Which of several notices to the same place: `early-warning`, `final`. */
  stage: z.string().optional(),
  article: z.string(),
  does: z.string().min(10),
  because: z.string().optional(),
  not_because: z.string().min(10),
  /** The duty is there when this is judged so, or when one of the rules holds. */
  judged: z.enum(['breach', 'risk', 'high-risk']).optional(),
  any_of: z.array(z.string()).optional(),
  /** Rules that take the duty away, by confirmed facts only. */
  unless: z.array(z.string()).default([]),
  who: z.enum(['controller', 'processor', 'any']).default('controller'),
  /** The earliest counts. Without a limit the duty is due without undue delay. */
  limits: z.array(limit).default([]),
  /** Facts that the notice itself must contain. */
  contains: z.array(fact).default([]),
  recipients: z.array(z.string()).default([]),
  note: z.string().optional(),
  source,
  confidence,
});

/** A country's own reading of a law that it has to enact: other limits by duty, further duties, and what is not settled there. */
const variant = z.strictObject({
  place: z.string().length(2),
  standing,
  limits: z.record(z.string(), z.array(limit)).default({}),
  duties: z.array(duty).default([]),
  recipients: z.array(z.string()).optional(),
  note: z.string(),
  confidence,
  source,
});

/** One law with its time of validity. Two files may have the same id when their times do not overlap. */
export const regimeShape = z.strictObject({
  schema: z.literal('shopbell-regime/2'),
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(5),
  standing,
  valid_from: day,
  /** The last day on which it holds. */
  valid_to: day.optional(),
  read_on: day,
  /** IANA zone in which its days are counted. */
  zone: z.string(),
  /** Whose holidays its working days leave out. */
  holidays: z.string().optional(),
  scope: z.strictObject({
    title: z.string().min(10),
    when: conditionShape,
    /** What holds while the scope is not known: `applies` for the law that this organisation most likely stands under. */
    unknown: z.enum(['applies', 'ask']),
    confidence,
    source,
  }),
  named: z.record(z.string(), conditionShape).default({}),
  rules: z.array(rule).default([]),
  duties: z.array(duty).min(1),
  variants: z.array(variant).default([]),
  register_years: z.int().positive().optional(),
  note: z.string().optional(),
});

export type Regime = z.output<typeof regimeShape>;
export type RegimeDutyRow = Regime['duties'][number];
export type Limit = z.output<typeof limit>;
