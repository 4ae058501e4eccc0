import { type CompiledRule, type Literal, requiredLiterals } from '#sigma/index.ts';
import { conditionOf } from './condition-sql.ts';
import { AGENT_FIELDS, EXTENSION_FIELDS, HOST_FIELDS, REFERRER_FIELDS, STEM_FIELDS } from './request-event.ts';
import { weigh } from './weigh-literal.ts';

/** One question to the engine: which requests are worth a look. */
export interface Search {
  /** The texts that are searched for, as the engine's list; it stands as `needles` in the others. */
  readonly needles: string;
  readonly where: string;
  /** For each request found: an expression with the numbers of the needles that stand in it (1-based). */
  readonly hits: string;
  /** The rules that can be true of a request in which these needles stand. */
  rulesOf(hits: readonly number[]): readonly CompiledRule[];
}

/**
 * Every request that some rule matches is found by one of the searches. They are asked one after the other: the engine keeps compiled
 * lists in few places, and two lists of one question that fall on the same place would be compiled anew for every block of rows.
 */
export interface SearchPlan {
  readonly searches: readonly Search[];
  /** All searches as one condition, for questions that may be slower; `0` when no request can match. */
  readonly where: string;
  /** Rules that are judged without needles: by a condition on columns, or, `everywhere`, on every single request. */
  readonly byCondition: readonly CompiledRule[];
  readonly everywhere: readonly CompiledRule[];
}

type Place = 'target' | 'agent' | 'referrer' | 'host' | 'method';

const decodedTwice = (text: string): string => `decodeURLComponent(decodeURLComponent(${text}))`;
const spaced = (text: string): string => `replaceAll(${decodedTwice(text)}, '+', ' ')`;
const field = (text: string): string => `'\\x01', ${text}, '\\x02'`;
const marked = (text: string): string => `lower(concat(${field(text)}))`;
/** A text and its decoded readings, each between two marks, so that a pattern can say where one begins and ends. */
const readings = (text: string): string => `lower(concat(${field(text)}, ${field(decodedTwice(text))}, ${field(spaced(text))}))`;
const isCoded = (column: string): string => `(position(${column}, '%') > 0 or position(${column}, '+') > 0)`;
const finds = (haystack: string): string => `multiMatchAnyIndex(${haystack}, needles) > 0`;

interface Haystack {
  /** Holds everything that is searched. */
  readonly all: string;
  /** Whether a needle stands in it. What asks one column alone the engine works out once for each of its values, where it keeps them so. */
  readonly found: string;
}

const plain = (column: string): Haystack => ({ all: marked(column), found: finds(marked(column)) });
const TARGET = "if(query = '', path, concat(path, '?', query))";

const HAYSTACKS: Readonly<Record<Place, Haystack>> = {
  target: {
    all: readings(TARGET),
    found: `(query = '' and not ${isCoded('path')} and ${finds(marked('path'))}) or ((query != '' or ${isCoded('path')}) and ${finds(readings(TARGET))})`,
  },
  agent: plain('agent'),
  referrer: {
    all: readings('referrer'),
    found: `${finds(marked('referrer'))} or (${isCoded('referrer')} and (${finds(marked(decodedTwice('referrer')))} or ${finds(marked(spaced('referrer')))}))`,
  },
  host: plain('host'),
  method: plain('method'),
};
const PLACES = ['target', 'agent', 'referrer', 'host', 'method'] as const;

/** Plans the search for all rules together: what it costs depends on the requests, hardly on the number of rules. */
export function planSearch(rules: readonly CompiledRule[]): SearchPlan {
  const owners = new Map<Place, Map<string, Set<CompiledRule>>>(PLACES.map((place) => [place, new Map()]));
  const byCondition: CompiledRule[] = [];
  const everywhere: CompiledRule[] = [];
  const conditions = new Set<string>();
  for (const rule of rules) {
    const literals = requiredLiterals(rule.test, weigh);
    const condition = literals === null ? conditionOf(rule.test) : null;
    if (literals === null && condition === null) everywhere.push(rule);
    else if (condition !== null && condition.sql !== '0') {
      byCondition.push(rule);
      conditions.add(condition.sql);
    }
    for (const literal of literals ?? []) {
      const pattern = patternOf(literal);
      for (const place of placesOf(literal)) {
        const known = owners.get(place);
        known?.set(pattern, (known.get(pattern) ?? new Set()).add(rule));
      }
    }
  }
  const searches = PLACES.flatMap((place) => searchIn(HAYSTACKS[place], owners.get(place) ?? new Map()));
  const always = [...everywhere, ...byCondition];
  const where = everywhere.length > 0 ? '1' : [...conditions].join(' or ');
  if (always.length > 0) searches.push({ needles: '[]', where, hits: 'emptyArrayUInt64()', rulesOf: () => always });
  const whole = searches.map((search) => `(${search.where.replace(/\bneedles\b/, search.needles)})`).join(' or ');
  return { searches, where: whole || '0', byCondition, everywhere };
}

function searchIn(haystack: Haystack, owners: ReadonlyMap<string, ReadonlySet<CompiledRule>>): Search[] {
  if (owners.size === 0) return [];
  const byNeedle = [...owners.values()].map((rules) => [...rules]);
  return [
    {
      needles: `[${[...owners.keys()].map(quote).join(',')}]`,
      // Not the list of hits, which the engine would make anew for every row; and of the two that are left, the one that is compiled like it.
      where: haystack.found,
      hits: `multiMatchAllIndices(${haystack.all}, needles)`,
      rulesOf: (hits) => [...new Set(hits.flatMap((hit) => byNeedle[hit - 1] ?? []))],
    },
  ];
}

function isOne(names: readonly string[], name: string | null): boolean {
  return name !== null && names.includes(name);
}

function placesOf({ field: name }: Literal): readonly Place[] {
  if (name === null) return PLACES;
  if (isOne(AGENT_FIELDS, name)) return ['agent'];
  if (isOne(HOST_FIELDS, name)) return ['host'];
  return isOne(REFERRER_FIELDS, name) ? ['referrer'] : ['target'];
}

function patternOf({ field: name, text, start, end }: Literal): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  // A path ends where its query begins, and an extension begins behind a dot.
  const isExtension = isOne(EXTENSION_FIELDS, name);
  const edge = isExtension || isOne(STEM_FIELDS, name) ? '[?\\x02]' : '\\x02';
  return `${start ? (isExtension ? '[.]' : '\\x01') : ''}${escaped}${end ? edge : ''}`;
}

function quote(pattern: string): string {
  return `'${pattern.replace(/[\\']/g, '\\$&')}'`;
}
