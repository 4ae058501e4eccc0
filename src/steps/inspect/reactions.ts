import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import { shopRegistered } from '#registry/events.ts';
import { startInspection } from './verbs/start-inspection.ts';

/** The first inspection follows a shop’s registration by itself. */
const onShop = defineReaction({
  name: 'inspect.first-inspection',
  on: shopRegistered,
  run: async (ctx, { payload }) => {
    await startInspection({ ...ctx, ctx }, { shop: payload.shop });
  },
});

export const reactions: readonly Reaction[] = [onShop];
