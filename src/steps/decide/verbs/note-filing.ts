import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { hoursAfter, notificationOf, notificationTo } from '../checks/filing-state.ts';
import { whyNoTimeOfTelling } from '../checks/time-of-telling.ts';
import { syncClocks } from '../clocks/sync-clocks.ts';
import { filingNoted } from '../events.ts';
import { listFilings } from '../filings.ts';
import { namesLike } from '../notification/authority-names.ts';
import { type CaseRow, decideTables, takeCase } from '../store.ts';

const line = z.string().trim().min(1, 'must not be empty').max(200);

const filing = z.object({
  case: idShape('case'),
  kind: z.enum(['first', 'supplement', 'withdrawal']),
  authority: line,
  at: instantShape,
  /** The authority's file number or receipt; may be empty when there is none yet. */
  reference: z.string().trim().max(200).default(''),
  note: z.string().trim().max(4_000).default(''),
  /** Art. 33(1): a notification later than the term is accompanied by reasons for the delay. */
  reasonForDelay: z.string().trim().max(4_000).default(''),
});

/**
 * Notes that the authority was told: by whom is in the ledger, when and under which reference is said here. Shopbell sends nothing.
 * INPUT_INVALID for a time to come, for one before anybody was aware, and for a late first notification without reasons; CONFLICT for a second first one to the same authority.
 */
export const noteFiling = defineVerb({
  name: 'decide.note-filing',
  permission: 'decide',
  effect: 'writes',
  input: filing,
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const before = await listFilings(ctx.db, row.id);
    const late = input.kind === 'first' && new Date(input.at) > row.deadline;
    const toSame = notificationTo(before, namesLike(input.authority)) !== null;
    refuseWrong(input, row, { told: input.kind === 'first' ? toSame : notificationOf(before) !== null, late, now: ctx.now });
    const number = before.length + 1;
    await decideTables(ctx.db)
      .insertInto('case_filings')
      .values({
        org_id: ctx.org,
        case_id: row.id,
        number,
        kind: input.kind,
        authority: input.authority,
        at: new Date(input.at),
        reference: input.reference,
        note: input.note,
        reason_for_delay: late ? input.reasonForDelay : null,
        aware_at: row.aware_at,
        noted_by: ctx.actor.id,
        noted_at: ctx.now,
      })
      .execute();
    const { kind, authority, at, reference } = input;
    const hours = hoursAfter(row.aware_at, new Date(at));
    const about = { case: row.id, incident: row.incident_id, number };
    await ctx.record(filingNoted, { ...about, kind, authority, at, reference, hoursAfterAware: hours, late }, row.id);
    await syncClocks(ctx, row.id);
    return { number, late };
  },
});

type State = { readonly told: boolean; readonly late: boolean; readonly now: Date };

function refuseWrong(input: z.output<typeof filing>, row: CaseRow, { told, late, now }: State): void {
  const wrong = whyNoTimeOfTelling(new Date(input.at), row.aware_at, now);
  if (wrong !== null) throw new ShopbellError('INPUT_INVALID', { reason: wrong });
  if (input.kind === 'first' && told) throw new ShopbellError('CONFLICT', { reason: 'the authority was told already: note a supplement' });
  if (input.kind !== 'first' && !told) throw new ShopbellError('CONFLICT', { reason: 'no first notification of this case is noted' });
  if (late && input.reasonForDelay.length < 10) {
    const until = row.deadline.toISOString();
    throw new ShopbellError('INPUT_INVALID', { reason: `reasonForDelay: say why it was later than ${until}; Art. 33(1) asks for it` });
  }
}
