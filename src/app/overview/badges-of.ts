import type { Glance, Need } from '#web/glance.ts';
import type { NavBadge, StepName } from '#web/types.ts';

/**
 * What the rail shows beside each step. The red counts together are the needs that the overview lists, each at the step that
 * speaks for it; what a step counts besides stands there as a quiet number.
 */
export function badgesOf(glances: ReadonlyMap<StepName, Glance>, needs: readonly Need[]): Partial<Record<StepName, NavBadge>> {
  const badges: Partial<Record<StepName, NavBadge>> = {};
  for (const [step, { badge }] of glances) {
    const count = needs.filter((need) => need.step === step).length;
    const text = badge?.text ?? (badge?.count === undefined ? undefined : String(badge.count));
    if (count > 0) badges[step] = { count };
    else if (text !== undefined) badges[step] = { text };
  }
  return badges;
}
