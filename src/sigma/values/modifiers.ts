import { RuleError } from '../problem.ts';
import { type TimePart, timeParts } from './time-parts.ts';

export const comparisons = {
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  eq: (a: number, b: number) => a === b,
  neq: (a: number, b: number) => a !== b,
} as const satisfies Record<string, (a: number, b: number) => boolean>;
export type Comparison = keyof typeof comparisons;

const ALIASES: Readonly<Record<string, string>> = { ignorecase: 'i', multiline: 'm', dotall: 's' };
const PLACES = ['contains', 'startswith', 'endswith'];
const ENCODINGS = ['windash', 'base64', 'base64offset', 'utf16', 'utf16le', 'utf16be', 'wide'];
const FLAGS = ['i', 'm', 's'];

/** The 31 modifiers of Sigma 2.1, in the order of its appendix. */
export const modifierNames: readonly string[] = [
  'all',
  ...PLACES,
  'exists',
  'cased',
  'neq',
  ...ENCODINGS,
  're',
  ...FLAGS,
  'lt',
  'lte',
  'gt',
  'gte',
  ...timeParts,
  'cidr',
  'expand',
  'fieldref',
];

export interface ModifierPlan {
  readonly all: boolean;
  readonly not: boolean;
  readonly exists: boolean;
  readonly cased: boolean;
  readonly expand: boolean;
  readonly cidr: boolean;
  readonly fieldRef: boolean;
  /** Flags of a regular expression; `null` when it is none. */
  readonly regex: string | null;
  readonly compare: Exclude<Comparison, 'eq' | 'neq'> | null;
  readonly time: TimePart | null;
  /** Whether some modifier works on texts. */
  readonly needsText: boolean;
}

/** The modifier's name in the specification's spelling. */
export function spellModifier(written: string): string {
  return ALIASES[written] ?? written;
}

/** What a field's modifiers mean together. Throws a RuleError that names one that is unknown, or two that exclude each other. */
export function readModifiers(modifiers: readonly string[]): ModifierPlan {
  const unknown = modifiers.find((modifier) => !modifierNames.includes(modifier));
  if (unknown !== undefined) throw new RuleError(`there is no modifier “${unknown}”`);
  const has = (name: string): boolean => modifiers.includes(name);
  const twice = modifiers.find((modifier, nth) => modifiers.indexOf(modifier) !== nth);
  if (twice !== undefined && !ENCODINGS.includes(twice)) throw new RuleError(`the modifier “${twice}” stands twice`);
  const kinds = ['re', 'cidr', 'exists', 'fieldref', 'lt', 'lte', 'gt', 'gte'].filter(has);
  if (kinds.length > 1) throw new RuleError(`“${kinds[0]}” and “${kinds[1]}” exclude each other`);
  const flags = FLAGS.filter(has);
  if (flags.length > 0 && !has('re')) throw new RuleError(`“${flags[0]}” only stands behind “re”`);
  const [kind] = kinds;
  const time = timeParts.find(has) ?? null;
  const text = [...PLACES, ...ENCODINGS].filter(has);
  if (kind !== undefined && kind !== 'fieldref' && text.length > 0) throw new RuleError(`“${text[0]}” and “${kind}” exclude each other`);
  if (kind === 'fieldref' && ENCODINGS.some(has)) throw new RuleError(`“${ENCODINGS.find(has)}” and “fieldref” exclude each other`);
  if (time !== null && (text.length > 0 || (kind !== undefined && !(kind in comparisons)))) {
    throw new RuleError(`“${time}” and “${text[0] ?? kind}” exclude each other`);
  }
  return {
    all: has('all'),
    not: has('neq'),
    exists: has('exists'),
    cased: has('cased'),
    expand: has('expand'),
    cidr: has('cidr'),
    fieldRef: has('fieldref'),
    regex: has('re') ? flags.join('') : null,
    compare: kind !== undefined && kind in comparisons ? (kind as ModifierPlan['compare']) : null,
    time,
    needsText: text.length > 0 || has('cased'),
  };
}
