import { DAY, HOUR } from '#kernel/time.ts';
import { RuleError } from './problem.ts';
import { noExtension, type RuleExtension, type SigmaCorrelation } from './shapes.ts';
import { type Comparison, comparisons } from './values/modifiers.ts';

/** A condition on one number, of which all must hold: a range has two. */
interface Criterion {
  readonly op: Comparison;
  readonly than: number;
}

export interface CompiledCorrelation {
  readonly kind: 'correlation';
  readonly key: string;
  readonly file: string;
  readonly line: number;
  readonly rule: SigmaCorrelation;
  readonly ours: RuleExtension;
  readonly speaks: boolean;
  readonly type: SigmaCorrelation['correlation']['type'];
  /** Keys of what is counted, in the order in which they stand. */
  readonly members: readonly string[];
  readonly generate: boolean;
  readonly groupBy: readonly string[];
  /** Milliseconds. */
  readonly span: number;
  readonly window: 'sliding' | 'tumbling' | 'session';
  /** Milliseconds of silence that end a session. */
  readonly gap: number;
  readonly criteria: readonly Criterion[];
  readonly fields: readonly string[];
  readonly percentile: number;
  /** What a name of `groupBy` or `fields` is called in the events of one member. */
  fieldOf(name: string, member: string): string;
}

interface Member {
  readonly name: string;
  readonly key: string;
  readonly alias: string;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  M: 30 * DAY,
  y: 365 * DAY,
};

/** Milliseconds of `30s`, `10m`, `1h`, `7d`, `2w`, `1M` (30 days), `1y` (365 days). */
function readLength(text: string): number {
  const found = /^(\d+)(ms|[smhdwMy])$/.exec(text);
  return Number(found?.[1] ?? Number.NaN) * (UNITS[found?.[2] ?? ''] ?? Number.NaN);
}

/** Compiles a correlation whose members were found. Throws a RuleError that says what is wrong and where. */
export function compileCorrelation(
  key: string,
  place: { readonly file: string; readonly line: number },
  rule: SigmaCorrelation,
  members: readonly Member[],
): CompiledCorrelation {
  const { correlation } = rule;
  const ours = rule.shopbell ?? noExtension;
  const span = readLength(correlation.timespan);
  if (span < 1) throw new RuleError('a timespan is longer than nothing', ['correlation', 'timespan']);
  const groupBy = correlation['group-by'] ?? [];
  const { field, percentile, ...operators } = correlation.condition ?? {};
  const fields = field === undefined ? [] : typeof field === 'string' ? [field] : field;
  const isTemporal = correlation.type === 'temporal' || correlation.type === 'temporal_ordered';
  const criteria = readCriteria(operators);
  if (isTemporal && members.length < 2) throw new RuleError('what happens together takes two rules or more', ['correlation', 'rules']);
  if (!isTemporal && criteria.length === 0) throw new RuleError('there is no condition such as gte: 10', ['correlation', 'condition']);
  if (correlation.type.startsWith('value_') && fields.length === 0) {
    throw new RuleError(`${correlation.type} needs condition › field`, ['correlation', 'condition']);
  }
  if (correlation.type !== 'value_percentile' && percentile !== undefined) {
    throw new RuleError('percentile belongs to value_percentile', ['correlation', 'condition', 'percentile']);
  }
  return {
    kind: 'correlation',
    key,
    file: place.file,
    line: place.line,
    rule,
    ours,
    speaks: true,
    type: correlation.type,
    members: members.map((member) => member.key),
    generate: correlation.generate ?? rule.generate ?? false,
    groupBy: typeof groupBy === 'string' ? [groupBy] : groupBy,
    span,
    window: ours.window,
    gap: ours.gap === undefined ? span : readLength(ours.gap),
    criteria: criteria.length === 0 ? [{ op: 'gte', than: new Set(members.map((member) => member.key)).size }] : criteria,
    fields,
    percentile: percentile ?? 50,
    fieldOf: aliasReader(correlation.aliases ?? {}, members),
  };
}

function readCriteria(operators: Readonly<Record<string, unknown>>): Criterion[] {
  return Object.entries(operators).map(([op, than]) => {
    const path = ['correlation', 'condition', op];
    if (!(op in comparisons)) throw new RuleError(`there is no condition “${op}”; there are ${Object.keys(comparisons).join(', ')}`, path);
    if (typeof than !== 'number') throw new RuleError(`${op} needs a number`, path);
    return { op: op as Comparison, than };
  });
}

function aliasReader(
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>>,
  members: readonly Member[],
): (name: string, member: string) => string {
  const known = new Map<string, string>();
  for (const [alias, byRule] of Object.entries(aliases)) {
    for (const [rule, field] of Object.entries(byRule)) {
      const member = members.find((one) => one.name === rule || one.key === rule || one.alias === rule);
      if (member === undefined) {
        throw new RuleError(`the alias ${alias} names “${rule}”, which is not counted here`, ['correlation', 'aliases', alias]);
      }
      known.set(`${alias}\n${member.key}`, field.toLowerCase());
    }
  }
  return (name, member) => known.get(`${name}\n${member}`) ?? name.toLowerCase();
}
