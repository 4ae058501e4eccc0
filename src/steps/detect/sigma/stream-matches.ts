import type { CompiledRule, Match } from '#sigma/index.ts';
import { matchEvent } from '#sigma/index.ts';
import type { Area } from '../finding.ts';
import type { StoredSource } from './log-sources.ts';
import { PAGE, readStored } from './read-stored.ts';
import { planSearch } from './search-plan.ts';
import { conditionFor } from './stored-condition.ts';

/**
 * Every single row of an area that one of the rules matches, in the order of time, page by page. The rules are all of one source.
 * With `most`, it ends with `null` when more rows than that would have to be judged.
 */
export async function* streamMatches(
  area: Area,
  source: StoredSource,
  rules: readonly CompiledRule[],
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Match[] | null> {
  if (rules.length === 0) return;
  const condition = source === 'requests' ? planSearch(rules).where : conditionFor(source, rules).sql;
  if (condition === '0') return;
  let from = area.span.from.getTime() - 1;
  for (let judged = 0; ; ) {
    const rows = await readStored(area, source, condition, from);
    const last = rows.at(-1);
    if (last === undefined) return;
    judged += rows.length;
    if (judged > most) {
      yield null;
      return;
    }
    yield rows.flatMap(({ at, event, ref }) =>
      rules.filter((rule) => matchEvent(rule.test, event)).map((rule): Match => ({ at, rule: rule.key, event, ref })),
    );
    if (rows.length < PAGE) return;
    from = last.at;
  }
}
