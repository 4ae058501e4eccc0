import { z } from 'zod';
import { listData, readData } from '#engines/data/read-data.ts';
import { conditionShape } from './checks/evaluate-condition.ts';
import { caseCategories } from './checks/fact-table.ts';
import { isPublicHoliday } from './checks/holidays.ts';
import { confidence, day, type Regime, regimeShape } from './regime-shape.ts';

const standing = z.enum(['law', 'guidance', 'draft']);
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

const said = z.strictObject({ id: z.string(), title: z.string(), confidence });

const floorsShape = z.strictObject({
  schema: z.literal('shopbell-floors/1'),
  ...origin,
  named: z.record(z.string(), conditionShape),
  rules: z.array(rule),
  breach: said,
  no_breach: said,
  not_unlikely: said,
  when_unknown: said,
  exemptions: z.array(z.strictObject({ id: z.string(), article: z.string(), text: z.string(), confidence })),
});

const placesShape = z.strictObject({
  schema: z.literal('shopbell-places/1'),
  read_on: day,
  source: z.string(),
  groups: z.record(z.string(), z.array(z.string().length(2)).min(1)),
});

export type SeverityTable = z.output<typeof severityTableShape>;
type Floors = z.output<typeof floorsShape>;

/** The law as data that every judgement here uses. */
export interface LawTables {
  readonly severity: SeverityTable;
  readonly floors: Floors;
  /** Every law that is known, in the order in which they are told; drafts and texts that no longer hold too. */
  readonly regimes: readonly Regime[];
  readonly gdpr: Regime;
  /** How many years a case and its entry in the register are kept unless an organisation says otherwise. */
  readonly registerYears: number;
  /** Named groups of countries, such as `EEA`. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Places to try out: one of each group, and every place that a law names by itself. */
  readonly places: readonly string[];
  readonly isHoliday: (place: string, day: string) => boolean;
}

let tables: LawTables | undefined;

/** Reads the tables under `data/regimes`, once. */
export function lawTables(): LawTables {
  tables ??= readTables();
  return tables;
}

function readTables(): LawTables {
  const files = listData('regimes/laws').map((name) => readData(`regimes/laws/${name}`, regimeShape));
  const gdpr = files.find(({ id }) => id === 'gdpr');
  if (gdpr?.register_years === undefined) throw new RangeError('data/regimes/laws has no gdpr.yaml, or it says no register_years');
  const { groups } = readData('regimes/places.yaml', placesShape);
  return {
    severity: readData('regimes/severity-enisa.yaml', severityTableShape),
    floors: readData('regimes/floors.yaml', floorsShape),
    regimes: [gdpr, ...files.filter((one) => one !== gdpr)],
    gdpr,
    registerYears: gdpr.register_years,
    groups,
    places: placesNamed(files, groups),
    isHoliday: isPublicHoliday,
  };
}

function placesNamed(regimes: readonly Regime[], groups: LawTables['groups']): string[] {
  const named = [...JSON.stringify(regimes).matchAll(/"in":\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    list.split(',').map((code) => code.replaceAll('"', '')),
  );
  const first = named.flatMap((code) => (code.startsWith('@') ? (groups[code.slice(1)]?.slice(0, 1) ?? []) : [code]));
  return [...new Set(first)].sort();
}
