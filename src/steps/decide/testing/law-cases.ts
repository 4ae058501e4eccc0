import { z } from 'zod';
import { listData, readData } from '#engines/data/read-data.ts';
import { closeDescription } from '../checks/close-description.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { type Facts, factsFileShape } from '../checks/facts.ts';
import type { Asked } from '../checks/pick-regimes.ts';

const caseShape = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Takes another case's facts, answers and times, and changes what is said here. */
  like: z.string().optional(),
  /** A whole description: what it leaves out is filled in as for a file of facts. */
  described: z.boolean().default(false),
  /** As of when the laws are asked. */
  at: z.iso.datetime().optional(),
  regimes: z.array(z.string()).optional(),
  facts: z.record(z.string(), z.unknown()).default({}),
  duties: z.record(z.string(), z.enum(['yes', 'no', 'ask', 'none'])).default({}),
  due: z.record(z.string(), z.iso.datetime().nullable()).default({}),
  /** What single floors and `unlikely` rules must say. */
  rules: z.record(z.string(), z.enum(['yes', 'no', 'ask'])).default({}),
  /** A case that the rules answer otherwise than the authority did, and are meant to: what they say, and why they stay. */
  differs: z.strictObject({ says: z.array(z.string()).min(1), because: z.string().min(20) }).optional(),
});

const casesShape = z.strictObject({
  schema: z.literal('shopbell-cases/1'),
  source: z.string(),
  read_on: z.iso.date(),
  cases: z.array(caseShape).min(1),
});

export interface LawCase {
  readonly id: string;
  readonly title: string;
  readonly facts: Facts;
  readonly asked: Asked;
  readonly duties: Readonly<Record<string, string>>;
  readonly due: Readonly<Record<string, string | null>>;
  readonly rules: Readonly<Record<string, string>>;
  /** The differences that are known and explained. */
  readonly known: readonly string[];
}

/** The prepared cases under `data/regimes/cases`: facts, and what every law must say of them. */
export function lawCases(): readonly LawCase[] {
  return listData('regimes/cases').flatMap((file) => {
    const { cases } = readData(`regimes/cases/${file}`, casesShape);
    const factsOf = (one: (typeof cases)[number]): Record<string, unknown> => {
      const base = cases.find(({ id }) => id === one.like);
      if (one.like !== undefined && base === undefined) throw new RangeError(`${one.id} is like ${one.like}, which is not there`);
      return { ...(base ? factsOf(base) : {}), ...one.facts };
    };
    const stated = (one: (typeof cases)[number]) => factsFileShape.parse({ schema: 'shopbell-facts/1', facts: factsOf(one) }).facts;
    return cases.map((one) => ({
      id: one.id,
      title: one.title,
      facts: one.described ? closeDescription(stated(one)) : stated(one),
      asked: { at: one.at === undefined ? undefined : new Date(one.at), regimes: one.regimes },
      duties: one.duties,
      due: one.due,
      rules: one.rules,
      known: one.differs?.says ?? [],
    }));
  });
}

/** What a case says otherwise than its outcome, one line each; empty when all is as it must be. */
export function differences({ duties, due, rules }: LawCase, outcome: Outcome): string[] {
  const found = new Map(outcome.duties.map((duty) => [duty.id, duty]));
  const answers = Object.entries(duties).flatMap(([id, must]) => {
    const answer = found.get(id)?.answer ?? 'none';
    const said = answer === 'unknown' ? 'ask' : answer;
    return said === must ? [] : [`${id}: ${said}, must be ${must}`];
  });
  const times = Object.entries(due).flatMap(([id, must]) => {
    const at = found.get(id)?.deadline?.at ?? null;
    const is = at === null ? null : Date.parse(at);
    return is === (must === null ? null : Date.parse(must)) ? [] : [`${id}: due ${at}, must be ${must}`];
  });
  const holds = new Map(outcome.rules.map((rule) => [rule.id, rule.holds === 'unknown' ? 'ask' : rule.holds]));
  const said = Object.entries(rules).flatMap(([id, must]) => (holds.get(id) === must ? [] : [`${id}: ${holds.get(id)}, must be ${must}`]));
  return [...answers, ...times, ...said];
}
