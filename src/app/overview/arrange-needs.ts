import { compareSeverity } from '#kernel/outcome.ts';
import type { Need } from '#web/glance.ts';
import { steps } from '#web/types.ts';

/**
 * The order in which needs are shown. Needs about one incident become one: the step furthest along speaks for it, with the
 * severest urgency and the first running clock among them. Then: severest first, nearest deadline first, oldest first.
 */
export function arrangeNeeds(needs: readonly Need[]): Need[] {
  const groups = new Map<string, Need[]>();
  needs.forEach((need, index) => {
    const key = need.incident ?? `alone-${index}`;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  });
  return [...groups.values()].map(join).sort(compareNeeds);
}

function join(group: readonly Need[]): Need {
  const along = [...group].sort((a, b) => steps.indexOf(b.step) - steps.indexOf(a.step));
  const [furthest] = along;
  if (!furthest) throw new Error('A group of needs is never empty.');
  const urgency = group.reduce((worst, need) => (compareSeverity(need.urgency, worst) > 0 ? need.urgency : worst), furthest.urgency);
  const clock = along.find((need) => need.clock)?.clock;
  const stations = along.find((need) => need.stations)?.stations;
  return { ...furthest, urgency, ...(clock ? { clock } : {}), ...(stations ? { stations } : {}) };
}

function compareNeeds(a: Need, b: Need): number {
  const severity = compareSeverity(b.urgency, a.urgency);
  if (severity !== 0) return severity;
  const until = (need: Need): number => need.clock?.until.getTime() ?? Number.POSITIVE_INFINITY;
  if (until(a) !== until(b)) return until(a) - until(b);
  return a.since.getTime() - b.since.getTime();
}
