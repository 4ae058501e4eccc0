import type { Condition } from '../checks/evaluate-condition.ts';
import type { Regime, RegimeDutyRow } from '../regime-shape.ts';
import type { LawTables } from '../tables.ts';

export interface Mutant<T> {
  /** Where and what was changed. */
  readonly what: string;
  readonly changed: T;
}

/** Every way to get one small thing of a condition wrong. */
function mutateCondition(condition: Condition): Mutant<Condition>[] {
  const flipped: Mutant<Condition> = { what: 'turned round', changed: { not: condition } };
  if ('all' in condition) return [flipped, ...mutateParts(condition.all).map(({ what, changed }) => ({ what, changed: { all: changed } }))];
  if ('any' in condition) return [flipped, ...mutateParts(condition.any).map(({ what, changed }) => ({ what, changed: { any: changed } }))];
  if ('not' in condition)
    return [
      { what: 'not left out', changed: condition.not },
      ...mutateCondition(condition.not).map(({ what, changed }) => ({ what: `not ${what}`, changed: { not: changed } })),
    ];
  if ('judged' in condition || 'use' in condition) return [flipped];
  const name = condition.fact;
  if ('is' in condition)
    return [
      flipped,
      ...dropEach(condition.is).map(({ what, changed }) => ({ what: `${name} ${what}`, changed: { ...condition, is: changed } })),
    ];
  if ('stated' in condition)
    return [
      flipped,
      ...dropEach(condition.stated).map(({ what, changed }) => ({ what: `${name} ${what}`, changed: { ...condition, stated: changed } })),
    ];
  if ('has' in condition)
    return [
      flipped,
      ...dropEach(condition.has).map(({ what, changed }) => ({ what: `${name} ${what}`, changed: { ...condition, has: changed } })),
    ];
  if ('only' in condition)
    return [
      flipped,
      ...dropEach(condition.only).map(({ what, changed }) => ({ what: `${name} ${what}`, changed: { ...condition, only: changed } })),
    ];
  if ('atMost' in condition)
    return [-1, 1].map((by) => ({ what: `${name} at most ${by}`, changed: { ...condition, atMost: condition.atMost + by } }));
  if ('in' in condition) {
    const limit = condition.moreThan;
    const limits =
      limit === undefined
        ? []
        : [-1, 1].map((by) => ({ what: `${name} more than ${by}`, changed: { ...condition, moreThan: limit + by } }));
    return [
      flipped,
      ...limits,
      ...dropEach(condition.in).map(({ what, changed }) => ({ what: `${name} ${what}`, changed: { ...condition, in: changed } })),
    ];
  }
  return [-1, 1].map((by) => ({ what: `${name} more than ${by}`, changed: { ...condition, moreThan: condition.moreThan + by } }));
}

/** The same, and the whole of it taken out: it never holds, or always. */
function mutateRule(condition: Condition): Mutant<Condition>[] {
  return [
    { what: 'never holds', changed: { any: [] } },
    { what: 'always holds', changed: { all: [] } },
    { what: 'the opposite', changed: { not: condition } },
    ...mutateCondition(condition),
  ];
}

function dropEach<T>(items: readonly T[]): Mutant<readonly T[]>[] {
  if (items.length < 2) return [];
  return items.map((item, i) => ({ what: `without ${String(item)}`, changed: items.filter((_, at) => at !== i) }));
}

function mutateParts(parts: readonly Condition[]): Mutant<readonly Condition[]>[] {
  const dropped =
    parts.length < 2 ? [] : parts.map((_, i) => ({ what: `part ${i + 1} left out`, changed: parts.filter((_one, at) => at !== i) }));
  const inside = parts.flatMap((part, i) =>
    mutateCondition(part).map(({ what, changed }) => ({
      what: `part ${i + 1} ${what}`,
      changed: parts.map((one, at) => (at === i ? changed : one)),
    })),
  );
  return [...dropped, ...inside];
}

/** Every way to get one small thing of a law wrong: its scope, each rule, each duty's grounds, exceptions, role and terms. */
export function mutateRegime(regime: Regime): Mutant<Regime>[] {
  const scope = mutateRule(regime.scope.when).map(({ what, changed }) => ({
    what: `scope ${what}`,
    changed: { ...regime, scope: { ...regime.scope, when: changed } },
  }));
  const named = Object.entries(regime.named).flatMap(([name, when]) =>
    mutateCondition(when).map(({ what, changed }) => ({
      what: `${name} ${what}`,
      changed: { ...regime, named: { ...regime.named, [name]: changed } },
    })),
  );
  const rules = regime.rules.flatMap((rule, i) =>
    mutateRule(rule.when).map(({ what, changed }) => ({
      what: `${rule.id} ${what}`,
      changed: { ...regime, rules: regime.rules.map((one, at) => (at === i ? { ...rule, when: changed } : one)) },
    })),
  );
  const duties = regime.duties.flatMap((duty, i) =>
    mutateDuty(duty).map(({ what, changed }) => ({
      what: `${duty.id} ${what}`,
      changed: { ...regime, duties: regime.duties.map((one, at) => (at === i ? changed : one)) },
    })),
  );
  const gone = regime.duties.map((duty) => ({
    what: `${duty.id} left out`,
    changed: { ...regime, duties: regime.duties.filter((one) => one !== duty) },
  }));
  return [...scope, ...named, ...rules, ...duties, ...gone, ...mutateVariants(regime)];
}

const otherJudged = { breach: 'high-risk', risk: 'high-risk', 'high-risk': 'risk' } as const;
const otherRole = { controller: 'processor', processor: 'controller', any: 'controller' } as const;

function mutateDuty(duty: RegimeDutyRow): Mutant<RegimeDutyRow>[] {
  const judged = duty.judged === undefined ? [] : [{ what: 'judged otherwise', changed: { ...duty, judged: otherJudged[duty.judged] } }];
  const grounds = dropEach(duty.any_of ?? []).map(({ what, changed }) => ({ what, changed: { ...duty, any_of: [...changed] } }));
  const exempts = duty.unless.map((id) => ({
    what: `without its exception ${id}`,
    changed: { ...duty, unless: duty.unless.filter((one) => one !== id) },
  }));
  const role = { what: 'for another role', changed: { ...duty, who: otherRole[duty.who] } };
  return [
    ...judged,
    ...grounds,
    ...exempts,
    role,
    ...mutateLimits(duty.limits).map(({ what, changed }) => ({ what, changed: { ...duty, limits: changed } })),
  ];
}

function mutateLimits(limits: RegimeDutyRow['limits']): Mutant<RegimeDutyRow['limits']>[] {
  return limits.flatMap((limit, i) => {
    const longer = Object.fromEntries(Object.entries(limit).map(([key, n]) => [key, typeof n === 'number' ? n + 1 : n])) as typeof limit;
    const from = limit.from === 'awareAt' ? ('occurredFrom' as const) : ('awareAt' as const);
    return [
      { what: `limit ${i + 1} longer`, changed: limits.map((one, at) => (at === i ? longer : one)) },
      { what: `limit ${i + 1} from elsewhere`, changed: limits.map((one, at) => (at === i ? { ...limit, from } : one)) },
    ];
  });
}

function mutateVariants(regime: Regime): Mutant<Regime>[] {
  return regime.variants.flatMap((variant, i) =>
    Object.entries(variant.limits).flatMap(([id, limits]) =>
      mutateLimits(limits).map(({ what, changed }) => ({
        what: `${variant.place} ${id} ${what}`,
        changed: {
          ...regime,
          variants: regime.variants.map((one, at) => (at === i ? { ...variant, limits: { ...variant.limits, [id]: changed } } : one)),
        },
      })),
    ),
  );
}

type Floors = LawTables['floors'];

/** Every way to get one small thing of the floors wrong. */
export function mutateFloors(floors: Floors): Mutant<Floors>[] {
  const named = Object.entries(floors.named).flatMap(([name, when]) =>
    mutateCondition(when).map(({ what, changed }) => ({
      what: `${name} ${what}`,
      changed: { ...floors, named: { ...floors.named, [name]: changed } },
    })),
  );
  const rules = floors.rules.flatMap((rule, i) => {
    const left = { what: `${rule.id} left out`, changed: { ...floors, rules: floors.rules.filter((_, at) => at !== i) } };
    const inside = mutateRule(rule.when).map(({ what, changed }) => ({
      what: `${rule.id} ${what}`,
      changed: { ...floors, rules: floors.rules.map((one, at) => (at === i ? { ...rule, when: changed } : one)) },
    }));
    return [left, ...inside];
  });
  return [...named, ...rules];
}
