import { z } from 'zod';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { AffectedPerson } from '#kernel/people.ts';
import { lettersQueued } from './events.ts';
import { codeOfLetter, hashOfCode } from './letter-secrets.ts';
import { type LetterRow, type NoticeRow, tellTables } from './store.ts';

const CHUNK = 500;
const addressed = z.object({ email: z.string().refine(isMailAddress) });

/**
 * One row a person concerned, written in the caller's transaction. Cards are opened for the purpose `tell-affected` only to see whether
 * there is an address; they stay sealed with the case's key. People who have a letter already get no second one.
 */
export async function queueLetters(
  ctx: Ctx,
  row: NoticeRow,
  version: number,
): Promise<{ readonly queued: number; readonly withoutAddress: number }> {
  const { key } = await ctx.house.ports.caseBrief(ctx.org, row.case_id);
  if (key === null) throw new ShopbellError('SEAL_SHREDDED');
  let queued = 0;
  let withoutAddress = 0;
  for await (const batch of ctx.house.ports.affectedPeople(ctx.org, row.case_id)) {
    for (let at = 0; at < batch.length; at += CHUNK) {
      const letters = batch.slice(at, at + CHUNK).map((person) => letterFor(ctx, row, version, key, person));
      const stored = await tellTables(ctx.db)
        .insertInto('letters')
        .values(letters.map((letter) => ({ ...letter, categories: JSON.stringify(letter.categories) })))
        .onConflict((conflict) => conflict.columns(['org_id', 'notice_id', 'person_id']).doNothing())
        .returning('state')
        .execute();
      queued += stored.filter((letter) => letter.state === 'queued').length;
      withoutAddress += stored.filter((letter) => letter.state === 'no-address').length;
    }
  }
  if (queued + withoutAddress > 0) {
    await ctx.record(lettersQueued, { notice: row.id, version, queued, withoutAddress, purpose: 'tell-affected' }, row.id);
  }
  return { queued, withoutAddress };
}

function letterFor(ctx: Ctx, row: NoticeRow, version: number, key: string, person: AffectedPerson): LetterRow {
  const { secrets } = ctx.house;
  const id = ctx.newId('ltr');
  const hasAddress = addressed.safeParse(JSON.parse(secrets.openWith(key, person.card, 'tell-affected'))).success;
  return {
    org_id: ctx.org,
    id,
    notice_id: row.id,
    shop_id: row.shop_id,
    version,
    person_id: person.id,
    card: person.card,
    language: person.language,
    categories: person.categories,
    code_hash: hashOfCode(secrets, ctx.org, codeOfLetter(secrets, ctx.org, id)) ?? '',
    state: hasAddress ? 'queued' : 'no-address',
    attempts: 0,
    interruptions: 0,
    due_at: ctx.now,
    leased_until: null,
    response: null,
    queued_at: ctx.now,
    at: null,
  };
}
