import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import { caseShredded, decisionMade, factsStated } from '#steps/decide/events.ts';
import { draftNotice } from './verbs/draft-notice.ts';
import { queueLatePeople } from './verbs/queue-late-people.ts';
import { shredLetters } from './verbs/shred-letters.ts';

const draftForDecision = defineReaction({
  name: 'tell.draft-for-decision',
  on: decisionMade,
  run: async (ctx, { payload, at }) => {
    // A case about no shop has no letters.
    if (payload.people !== 'yes' || payload.shop === null) return;
    await draftNotice(ctx, { case: payload.case, decidedBy: payload.decidedBy, decidedAt: at.toISOString() });
  },
});

const tellLatePeople = defineReaction({
  name: 'tell.queue-late-people',
  on: factsStated,
  run: async (ctx, { payload }) => {
    if (payload.changed.includes('people')) await queueLatePeople(ctx, { case: payload.case });
  },
});

const shredWithCase = defineReaction({
  name: 'tell.shred-with-case',
  on: caseShredded,
  run: async (ctx, { payload }) => {
    await shredLetters(ctx, { case: payload.case });
  },
});

export const reactions: readonly Reaction[] = [draftForDecision, tellLatePeople, shredWithCase];
