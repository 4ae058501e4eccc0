import type { View } from '#web/view-context.ts';
import type { Condition } from '../checks/evaluate-condition.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import type { Limit } from '../regime-shape.ts';
import { wordsOfFact, wordsOfItem } from './fact-words.ts';

type Words = Pick<View, 't' | 'locale' | 'timeZone'>;
type Named = Readonly<Record<string, Condition>>;

/** A condition of a rule in the reader's language, with what it names by another name written out. Pure. */
export function wordsOfCondition(condition: Condition, named: Named, view: Words): string {
  const { t } = view;
  const within = (part: Condition) => inner(part, named, view);
  if ('use' in condition) return wordsOfCondition(named[condition.use] ?? { judged: 'breach' }, named, view);
  if ('not' in condition) return t('decide.condition.not', { condition: within(condition.not) });
  if ('all' in condition) return condition.all.map(within).join(` ${t('decide.condition.and')} `);
  if ('any' in condition) return condition.any.map(within).join(` ${t('decide.condition.or')} `);
  if ('judged' in condition) return t('decide.condition.judged', { judged: condition.judged });
  return wordsOfLeaf(condition, view);
}

function inner(condition: Condition, named: Named, view: Words): string {
  const meant = 'use' in condition ? (named[condition.use] ?? condition) : condition;
  const words = wordsOfCondition(meant, named, view);
  return 'all' in meant || 'any' in meant ? `(${words})` : words;
}

type Leaf = Extract<Condition, { readonly fact: FactName }>;

function wordsOfLeaf(leaf: Leaf, view: Words): string {
  const { t } = view;
  const fact = t('decide.fact', { name: leaf.fact });
  if ('is' in leaf) return t('decide.condition.is', { fact, values: valuesOf(leaf.fact, leaf.is, view) });
  if ('stated' in leaf) return t('decide.condition.stated', { fact, values: valuesOf(leaf.fact, leaf.stated, view) });
  if ('has' in leaf) return t('decide.condition.has', { fact, values: valuesOf(leaf.fact, leaf.has, view) });
  if ('only' in leaf) return t('decide.condition.only', { fact, values: valuesOf(leaf.fact, leaf.only, view) });
  if ('atMost' in leaf) return t('decide.condition.at-most', { fact, count: leaf.atMost });
  if (!('in' in leaf)) return t('decide.condition.more-than', { fact, count: leaf.moreThan });
  const places = leaf.in.map((place) => place.replace('@', '')).join(', ');
  if (leaf.moreThan === undefined) return t('decide.condition.in', { fact, places });
  return t('decide.condition.in-more-than', { fact, places, count: leaf.moreThan });
}

function valuesOf(name: FactName, values: readonly string[], view: Words): string {
  const words = values.map((value) => (factRow(name).kind === 'list' ? wordsOfItem(value, view.t) : wordsOfFact(name, value, view)));
  return words.join(` ${view.t('decide.condition.or')} `);
}

/** A duty's term: the earliest of its limits, each with the fact that it runs from. Pure. */
export function wordsOfLimits(limits: readonly Limit[], { t }: Pick<Words, 't'>): string {
  const [only] = limits;
  if (only === undefined) return t('decide.limit.none');
  const words = limits.map((limit) => {
    const unit = (['hours', 'days', 'months'] as const).find((one) => limit[one] !== undefined) ?? 'working_days';
    return t('decide.limit', { unit, count: limit[unit] ?? 0, fact: t('decide.fact', { name: limit.from }) });
  });
  return words.length === 1 ? (words[0] ?? '') : t('decide.limit.earliest', { limits: words.join(', ') });
}
