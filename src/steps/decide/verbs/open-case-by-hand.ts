import { z } from 'zod';
import type { Tx } from '#engines/state/types.ts';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId } from '#kernel/ids.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { addVersion } from '../add-version.ts';
import { factsOfKind } from '../checks/facts-of-kind.ts';
import { caseKinds } from '../events.ts';
import { factsOfProfile } from '../notification/facts-of-profile.ts';
import { readProfile } from '../notification/read-profile.ts';
import { openNewCase } from '../open-new-case.ts';
import { type CaseRow, decideTables, lockCases } from '../store.ts';

const handKinds = caseKinds.filter((kind) => kind !== 'incident');

/**
 * A person opens a case that no incident opened: a lost laptop, a letter to the wrong person, a customer's tip, a processor's notice.
 * The clock starts when it was noticed, the cautious reading, until somebody states awareness. INPUT_INVALID for a time to come.
 */
export const openCaseByHand = defineVerb({
  name: 'decide.open-case-by-hand',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    kind: z.enum(handKinds),
    /** Without personal data: it stands in lists, reminders and the register. */
    title: z.string().trim().min(3, 'needs at least three characters').max(200),
    shop: idShape('shop').nullable().default(null),
    noticedAt: instantShape,
    known: z.string().trim().max(4_000).default(''),
    /** What a program calls it: told again, the case that is there is named, and nothing is opened. */
    reference: z.string().trim().min(1).max(100).nullable().default(null),
  }),
  run: async (ctx, input): Promise<{ readonly case: CaseId; readonly number: string; readonly isNew: boolean }> => {
    const noticed = new Date(input.noticedAt);
    if (noticed > ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'noticedAt: lies in the future' });
    if (input.shop !== null) await findShop(ctx.db, input.shop);
    await lockCases(ctx);
    const known = input.reference === null ? undefined : await caseOfReference(ctx.db, input.reference);
    if (known && (known.shop_id !== input.shop || known.kind !== input.kind))
      throw new ShopbellError('INPUT_INVALID', { reason: `reference: case ${known.number} has it, of another kind or shop` });
    if (known) return asUnchanged({ case: known.id, number: known.number, isNew: false });
    const row = await openNewCase(ctx, {
      incident_id: null,
      shop_id: input.shop,
      kind: input.kind,
      title: input.title,
      known: input.known,
      opened_by: ctx.actor.id,
      aware_at: noticed,
      reference: input.reference,
    });
    const at = ctx.now.toISOString();
    const profile = factsOfProfile(await readProfile(ctx.house, ctx.db, ctx.org), at);
    await addVersion(ctx, row, { ...profile, ...factsOfKind(input.kind, noticed.toISOString(), ctx.actor.id, at) }, ctx.actor.id);
    return { case: row.id, number: row.number, isNew: true };
  },
});

function caseOfReference(db: Tx, reference: string): Promise<Pick<CaseRow, 'id' | 'number' | 'kind' | 'shop_id'> | undefined> {
  return decideTables(db)
    .selectFrom('cases')
    .select(['id', 'number', 'kind', 'shop_id'])
    .where('reference', '=', reference)
    .executeTakeFirst();
}
