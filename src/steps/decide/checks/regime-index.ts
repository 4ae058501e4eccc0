import type { Regime, RegimeDutyRow } from '../regime-shape.ts';
import { compileCondition } from './compile-condition.ts';
import type { FactName } from './fact-table.ts';

export type Rule = Regime['rules'][number];

interface Looks {
  readonly facts: Iterable<FactName>;
  readonly asksForRisk: boolean;
}

interface Indexed {
  readonly rules: ReadonlyMap<string, { readonly rule: Rule; readonly looks: Looks }>;
  readonly duties: Map<RegimeDutyRow, Looks>;
}

const indexes = new WeakMap<Regime, Indexed>();

function indexOf(regime: Regime): Indexed {
  const found = indexes.get(regime);
  if (found) return found;
  const rules = new Map(regime.rules.map((rule) => [rule.id, { rule, looks: compileCondition(rule.when, regime.named) }]));
  const made = { rules, duties: new Map() };
  indexes.set(regime, made);
  return made;
}

/** A law's rule with what it looks at. Throws a RangeError when it is not there. Pure. */
export function ruleNamed(id: string, regime: Regime): { readonly rule: Rule; readonly looks: Looks } {
  const found = indexOf(regime).rules.get(id);
  if (!found) throw new RangeError(`${regime.id} has no rule ${id}`);
  return found;
}

/** What a duty's answer looks at besides role and scope. Pure. */
export function dutyLooks(row: RegimeDutyRow, regime: Regime): Looks {
  const { duties } = indexOf(regime);
  const found = duties.get(row);
  if (found) return found;
  const rules = [...(row.any_of ?? []), ...row.unless].map((id) => ruleNamed(id, regime).looks);
  const made = {
    facts: new Set(rules.flatMap(({ facts }) => [...facts])),
    asksForRisk: row.judged !== undefined || rules.some(({ asksForRisk }) => asksForRisk),
  };
  duties.set(row, made);
  return made;
}
