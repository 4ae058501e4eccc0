import { parse } from 'tldts';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { isUnder, readAddress } from '../checks/read-address.ts';
import { messageChecked } from '../events.ts';

/** What a customer is told. `own-address` is no proof: a sender can be forged, a message can link to the real shop. */
export type CheckAnswer =
  | { readonly about: 'code'; readonly answer: 'ours' | 'not-ours' | 'unknown' }
  | { readonly about: 'link' | 'sender'; readonly answer: 'own-address' | 'not-ours'; readonly host: string }
  | { readonly about: 'nothing'; readonly answer: 'unknown' };

/** “Did this come from you?” By the code of a letter, or by the link or sender. What was typed is not recorded. */
export const checkMessage = defineVerb({
  name: 'teach.check-message',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), code: z.string().max(200).default(''), address: z.string().max(4_000).default('') }),
  run: async (ctx, input): Promise<CheckAnswer> => {
    const shop = await findShop(ctx.db, input.shop);
    const answer = input.code.trim() === '' ? await judgeAddress() : await judgeCode();
    await ctx.record(messageChecked, { shop: shop.id, answer: answer.answer === 'own-address' ? 'unknown' : answer.answer }, shop.id);
    return answer;

    async function judgeCode(): Promise<CheckAnswer> {
      return { about: 'code', answer: await ctx.house.ports.checkLetterCode(shop.id, input.code) };
    }

    async function judgeAddress(): Promise<CheckAnswer> {
      const read = readAddress(input.address);
      if (read === null) return { about: 'nothing', answer: 'unknown' };
      const host = new URL(shop.url).hostname;
      const known = await ctx.house.ports.ownNames?.(ctx.org, shop.id);
      const own = isUnder(read.host, [parse(host).domain ?? host, ...(known ?? [])]);
      return { about: read.kind, answer: own ? 'own-address' : 'not-ours', host: read.host };
    }
  },
});
