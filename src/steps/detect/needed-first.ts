import { compareSeverity } from '#kernel/outcome.ts';
import { DAY } from '#kernel/time.ts';
import { relianceOn } from './rule-traits.ts';
import type { SignalRow } from './store.ts';

type Placed = Pick<SignalRow, 'level' | 'rule' | 'facts' | 'last_seen'>;

/** Signals as somebody who is woken reads them: of the last day the gravest first, then what can be relied on most; older ones by when. */
export function neededFirst<S extends Placed>(signals: readonly S[], now: Date): S[] {
  const isRecent = ({ last_seen: seen }: S): number => Number(now.getTime() - seen.getTime() < DAY);
  const later = (a: S, b: S): number => b.last_seen.getTime() - a.last_seen.getTime();
  return signals.toSorted((a, b) => {
    const recent = isRecent(b) - isRecent(a);
    if (recent !== 0 || isRecent(a) === 0) return recent || later(a, b);
    return compareSeverity(b.level, a.level) || relianceOn(b.rule, b.facts) - relianceOn(a.rule, a.facts) || later(a, b);
  });
}
