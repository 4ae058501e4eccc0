import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { peopleOpened } from '../events.ts';
import { findNotice, listTroubledCards } from '../readers.ts';
import type { LetterRow } from '../store.ts';

const cardShape = z.object({ name: z.string(), customer: z.string() });

/** A letter that did not reach its reader, and who that is. */
export interface TroubledPerson extends Pick<LetterRow, 'id' | 'state' | 'response' | 'language'> {
  readonly name: string;
  /** The shop's own number of this customer: by it the shop finds telephone and postal address. */
  readonly customer: string;
}

/**
 * Who has no letter: failed, not known, or without an address, so that they can be told in another way. Opens their sealed cards; the ledger
 * says for what and how many. SEAL_SHREDDED when the case's time is over.
 */
export const openTroubled = defineVerb({
  name: 'tell.open-troubled',
  permission: 'look-sealed',
  effect: 'reads',
  input: z.object({ notice: idShape('ntc'), purpose: z.literal('tell-affected') }),
  run: async (ctx, { notice, purpose }): Promise<readonly TroubledPerson[]> => {
    const row = await findNotice(ctx.db, notice);
    const letters = await listTroubledCards(ctx.db, row.id);
    if (letters.length === 0) return [];
    const { key } = await ctx.house.ports.caseBrief(ctx.org, row.case_id);
    if (key === null) throw new ShopbellError('SEAL_SHREDDED');
    await ctx.record(peopleOpened, { notice: row.id, purpose, people: letters.length }, row.id);
    return letters.map(({ card, ...letter }) => {
      const { name, customer } = cardShape.parse(JSON.parse(ctx.house.secrets.openWith(key, card, purpose)));
      return { ...letter, name, customer };
    });
  },
});
