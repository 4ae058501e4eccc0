import type { CompiledCorrelation } from '../compile-correlation.ts';
import { makeEvent } from '../event.ts';
import type { Firing, Match } from './match.ts';
import { watchGroup } from './watch-group.ts';

/**
 * Runs correlations over what rules matched, in any order, and returns what came true. `correlations` as `readRules` gives them:
 * those that others count come first. `until` (ms since 1970): everything before it is known, so windows that end there are whole.
 * An event without a value for `group-by` belongs to no group: what is unknown is not one person.
 */
export function correlate(correlations: readonly CompiledCorrelation[], matches: readonly Match[], until: number): Firing[] {
  const byRule = new Map<string, Match[]>();
  for (const match of matches) {
    const list = byRule.get(match.rule);
    if (list) list.push(match);
    else byRule.set(match.rule, [match]);
  }
  const firings: Firing[] = [];
  for (const correlation of correlations) {
    const found = runOne(correlation, byRule, until);
    firings.push(...found);
    byRule.set(
      correlation.key,
      found.map((firing) => matchOf(firing)),
    );
  }
  return firings.filter((firing) => firing.correlation.speaks);
}

function runOne(rule: CompiledCorrelation, byRule: ReadonlyMap<string, readonly Match[]>, until: number): Firing[] {
  const groups = new Map<string, { readonly group: string[]; readonly matches: Match[] }>();
  for (const member of new Set(rule.members)) {
    for (const match of byRule.get(member) ?? []) {
      const group = rule.groupBy.map((name) => match.event.get(rule.fieldOf(name, member))?.raw[0] ?? '');
      if (group.includes('')) continue;
      const key = group.join('\n');
      const known = groups.get(key);
      if (known) known.matches.push(match);
      else groups.set(key, { group, matches: [match] });
    }
  }
  return [...groups.values()].flatMap(({ group, matches }) =>
    watchGroup(
      rule,
      group,
      matches.sort((a, b) => a.at - b.at),
      until,
    ),
  );
}

/** A firing as a match that another correlation may count: it has the fields it was grouped by, and nothing else. */
function matchOf(firing: Firing): Match {
  const fields = firing.correlation.groupBy.map((name, nth) => [name, firing.group[nth] ?? ''] as const);
  return { at: firing.firedAt, rule: firing.correlation.key, event: makeEvent(Object.fromEntries(fields)), ref: firing };
}
