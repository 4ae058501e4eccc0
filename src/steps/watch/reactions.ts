import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import { shopRegistered } from '#registry/events.ts';
import { sensibleChecks } from './checks/sensible-checks.ts';
import { addCheck } from './verbs/add-check.ts';

/** A new shop is watched from its first minute. */
const onShop = defineReaction({
  name: 'watch.watch-new-shop',
  on: shopRegistered,
  run: async (ctx, { payload }) => {
    for (const check of sensibleChecks(payload.name, payload.url)) {
      await addCheck({ ...ctx, ctx }, { shop: payload.shop, ...check });
    }
  },
});

export const reactions: readonly Reaction[] = [onShop];
