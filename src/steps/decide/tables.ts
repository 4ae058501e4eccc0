import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { conditionShape } from './checks/evaluate-condition.ts';
import { caseCategories } from './checks/fact-table.ts';

const confidence = z.enum(['H', 'M', 'L']);
const standing = z.enum(['law', 'guidance', 'draft']);
const day = z.iso.date();
const origin = { source: z.string().min(5), read_on: day, standing };
const points = z.record(z.string(), z.strictObject({ points: z.number().min(0).max(0.5), confidence }));
const dataClass = z.enum(['simple', 'behavioural', 'financial', 'sensitive']);

const severityTableShape = z.strictObject({
  schema: z.literal('shopbell-severity/1'),
  name: z.string(),
  ...origin,
  classes: z.record(
    dataClass,
    z.strictObject({
      contents: z.string(),
      base: z.int().min(1).max(4),
      confidence,
      steps: z.array(z.strictObject({ id: z.string(), change: z.int(), confidence, when: z.string() })),
    }),
  ),
  categories: z.record(z.enum(caseCategories), z.strictObject({ class: dataClass, step: z.string(), confidence })),
  identification: z.array(
    z.strictObject({
      id: z.string(),
      all: z.array(z.enum(caseCategories)).optional(),
      any: z.array(z.enum(caseCategories)).optional(),
      level: z.number(),
      confidence,
      because: z.string(),
    }),
  ),
  encrypted: z.strictObject({ id: z.string(), level: z.number(), confidence, because: z.string() }),
  circumstances: z.strictObject({ confidentiality: points, integrity: points, availability: points, malicious: points }),
  bands: z.array(z.strictObject({ id: z.enum(['low', 'medium', 'high', 'very-high']), from: z.number(), confidence, means: z.string() })),
  flags: z.array(z.strictObject({ id: z.string(), people_more_than: z.int().optional(), confidence })),
  people_from: z.number(),
  people_from_confidence: confidence,
});

const duty = z.strictObject({
  id: z.string(),
  to: z.enum(['register', 'authority', 'people', 'controller']),
  article: z.string(),
  does: z.string(),
  because: z.string(),
  not_because: z.string().optional(),
  hours: z.int().positive().optional(),
  from: z.literal('aware').optional(),
  elapsed: z.literal('strict').optional(),
  note: z.string().optional(),
  source: z.string(),
  confidence,
});

const regimeShape = z.strictObject({
  schema: z.literal('shopbell-regime/1'),
  id: z.string(),
  name: z.string(),
  standing,
  valid_from: day,
  read_on: day,
  duties: z.array(duty),
  exemptions: z.array(z.strictObject({ id: z.string(), article: z.string(), text: z.string(), confidence })),
  register_years: z.int().positive(),
  register_years_confidence: confidence,
});

const yes = z.literal('yes');
const rule = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.string().regex(/^F-\d{2}(-[a-z]+)?$/),
    kind: z.literal('floor'),
    title: z.string(),
    when: conditionShape,
    gives: z.strictObject({ authority: yes, people: yes.optional() }),
    confidence,
    source: z.string(),
  }),
  z.strictObject({
    id: z.string().regex(/^F-\d{2}(-[a-z]+)?$/),
    kind: z.literal('unlikely'),
    harm: z.enum(['confidentiality', 'integrity', 'availability']),
    title: z.string(),
    when: conditionShape,
    confidence,
    source: z.string(),
  }),
]);

const floorsShape = z.strictObject({
  schema: z.literal('shopbell-floors/1'),
  ...origin,
  named: z.record(z.string(), conditionShape),
  rules: z.array(rule),
  when_unknown: z.strictObject({ id: z.string(), title: z.string(), confidence }),
});

export type SeverityTable = z.output<typeof severityTableShape>;
type Regime = z.output<typeof regimeShape>;
type Floors = z.output<typeof floorsShape>;

/** The law as data that every judgement here uses. */
export interface LawTables {
  readonly severity: SeverityTable;
  readonly gdpr: Regime;
  readonly floors: Floors;
}

/** Reads the tables under `data/regimes`, once. */
export function lawTables(): LawTables {
  return {
    severity: readData('regimes/severity-enisa.yaml', severityTableShape),
    gdpr: readData('regimes/gdpr.yaml', regimeShape),
    floors: readData('regimes/floors.yaml', floorsShape),
  };
}
