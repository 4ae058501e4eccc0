import type { Ctx } from '#engines/verb.ts';
import type { CheckId, ShopId } from '#kernel/ids.ts';
import type { CheckSeverity } from './checks/check-severity.ts';
import type { State } from './checks/follow-state.ts';
import { flappingBegan, stateChanged } from './events.ts';
import { flapOfRow } from './store.ts';

type WrongRow = Parameters<typeof flapOfRow>[0] & {
  readonly check_id: CheckId;
  readonly shop_id: ShopId;
  readonly name: string;
  readonly state: State;
  readonly reason: string;
  readonly severity: CheckSeverity;
};

/** Tells the ledger once more that a check is down, or comes and goes, now that nothing excuses it any more. */
export async function tellAgain(ctx: Ctx, row: WrongRow): Promise<void> {
  const { check_id: check, shop_id: shop, name, state, reason, severity } = row;
  const flapping = flapOfRow(row);
  if (flapping === null) await ctx.record(stateChanged, { check, shop, name, from: 'down', to: 'down', reason, severity }, check);
  else
    await ctx.record(
      flappingBegan,
      { check, shop, name, state, reason, severity, ...flapping, since: flapping.since.toISOString() },
      check,
    );
}
