import type { Ctx } from '#engines/verb.ts';
import type { HONEY_FOUND, HONEY_MAIL } from './honey.ts';
import type { HoneyRow } from './store-honeys.ts';

/** Writes down among the shop's telemetry that a honey customer was met outside, where the rule finds it like every other use. */
export async function tellHoney(
  ctx: Pick<Ctx, 'house' | 'org' | 'now'>,
  row: Pick<HoneyRow, 'id' | 'shop_id'>,
  name: typeof HONEY_MAIL | typeof HONEY_FOUND,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await ctx.house.telemetry.insert(ctx.org, 'application_events', [
    {
      ...{ shop_id: row.shop_id, source_id: 'shopbell', at: ctx.now, received_at: ctx.now, name, severity: '', service: 'shopbell' },
      ...{ trace_id: '', address: '', session: '', account: '', agent: '', outcome: 'success' },
      ...{ object_kind: 'honey', object_ref: row.id, attributes: JSON.stringify(attributes), body: '' },
    },
  ]);
}
