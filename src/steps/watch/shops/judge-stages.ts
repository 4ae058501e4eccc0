import { MINUTE } from '#kernel/time.ts';
import type { LookResult } from '../orders/look-result.ts';
import { type OrderStage, orderStages, type Stage, unknownStage } from './stage.ts';

/** A look that is older says nothing of now. */
const RECENT = 10 * MINUTE;

/** A shop’s last look at its orders. */
export type Look = { readonly at: Date; readonly result: Pick<LookResult, 'rhythm'> } | null;

/**
 * The stages from an order to its parcel: of each, by whichever system tells most of it. `lastHour`: orders of the last hour by system and step
 * (`shop placed`). What no system tells of is not known. Pure.
 */
export function judgeStages(look: Look, lastHour: ReadonlyMap<string, number>, now: Date): Readonly<Record<OrderStage, Stage>> {
  const isRecent = look !== null && now.getTime() - look.at.getTime() <= RECENT;
  const judge = (step: OrderStage): Stage => {
    const told = (look?.result.rhythm ?? []).filter(({ key }) => key.what === 'step' && key.name.endsWith(` ${step}`));
    const [most] = [...told].sort((a, b) => b.perHour - a.perHour || (lastHour.get(b.key.name) ?? 0) - (lastHour.get(a.key.name) ?? 0));
    if (most === undefined) {
      const seen = [...lastHour].filter(([name]) => name.endsWith(` ${step}`)).map(([, count]) => count);
      return seen.length === 0 ? unknownStage : { seen: Math.max(...seen), usual: null, state: 'unknown' };
    }
    const seen = lastHour.get(most.key.name) ?? 0;
    if (!isRecent) return { seen, usual: null, state: 'unknown' };
    return { seen, usual: most.state === 'unknown' ? null : (most.lastHour ?? null), state: most.state };
  };
  return Object.fromEntries(orderStages.map((step) => [step, judge(step)])) as Readonly<Record<OrderStage, Stage>>;
}
