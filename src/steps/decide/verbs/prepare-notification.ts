import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { canonical } from '#kernel/event.ts';
import { idShape } from '#kernel/shapes.ts';
import { notificationPrepared } from '../events.ts';
import { answerShape, readAnswers, refusalOf, sealAnswer } from '../notification/answers.ts';
import { fillers } from '../notification/fillers.ts';
import { type Loaded, loadNotification } from '../notification/load-notification.ts';
import { phaseShape } from '../notification/notification-shape.ts';
import { notificationTables } from '../notification/notification-tables.ts';
import { authorityTable } from '../notification/tables.ts';
import { type CaseRow, takeCase } from '../store.ts';

const preparation = z.object({
  case: idShape('case'),
  timeZone: z.string().max(60).default('UTC'),
  /** Field → what a person writes there for this form only; null takes it back. */
  answers: z.record(z.string().max(60), answerShape).default({}),
  phase: phaseShape.optional(),
  /** Id of the table of authorities; null: one that it does not have. */
  authority: z.string().max(60).nullable().optional(),
  language: z.enum(['en', 'pl', 'de', 'ja']).optional(),
});

/**
 * Writes into the notification of a case: answers for this form only, its phase, its authority, its language. Who wrote what and when is kept.
 * INPUT_INVALID for what a field does not take; CONFLICT when the case was shredded.
 */
export const prepareNotification = defineVerb({
  name: 'decide.prepare-notification',
  permission: 'decide',
  effect: 'writes',
  input: preparation,
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const wrong = Object.entries(input.answers).flatMap(([key, value]) => refusalOf(key, value) ?? []);
    if (input.authority != null && !authorityTable().authorities.some((one) => one.id === input.authority))
      wrong.push('authority: choose one of the list');
    if (wrong.length > 0) throw new ShopbellError('INPUT_INVALID', { reason: wrong.join('; ') });
    const loaded = await loadNotification(ctx.house, ctx.db, ctx.org, row, { at: ctx.now, timeZone: input.timeZone });
    const fields = await writeAnswers(ctx, row, loaded, input.answers);
    const phase = input.phase ?? loaded.phase;
    const authority = input.authority === undefined ? (loaded.authority?.id ?? null) : input.authority;
    const language = input.language ?? loaded.language;
    const same = phase === loaded.phase && authority === (loaded.authority?.id ?? null) && language === loaded.language;
    if (same && fields.length === 0) return asUnchanged({ fields });
    await writeDraft(ctx, row, { phase, authority, language });
    await ctx.record(notificationPrepared, { case: row.id, fields, phase, authority }, row.id);
    return { fields };
  },
});

async function writeAnswers(ctx: Ctx, row: CaseRow, loaded: Loaded, answers: z.output<typeof preparation>['answers']): Promise<string[]> {
  const key = row.wrapped_key;
  if (key === null) throw new ShopbellError('CONFLICT', { reason: 'the case was shredded' });
  const before = await readAnswers(ctx.house, ctx.db, row);
  const changed = Object.entries(answers).filter(([field, value]) => canonical(before[field]?.value ?? null) !== canonical(value));
  const work = { ...loaded.context, facts: loaded.version.facts, outcome: loaded.version.outcome, profile: loaded.profile };
  for (const [field, value] of changed) {
    const tables = notificationTables(ctx.db);
    await tables.deleteFrom('case_notification_answers').where('case_id', '=', row.id).where('field', '=', field).execute();
    if (value === null) continue;
    const answer = sealAnswer(ctx.house, key, value, canonical(fillers[field]?.(work)?.value ?? null));
    await tables
      .insertInto('case_notification_answers')
      .values({ org_id: ctx.org, case_id: row.id, field, answer, answered_by: ctx.actor.id, answered_at: ctx.now })
      .execute();
  }
  return changed.map(([field]) => field);
}

async function writeDraft(
  ctx: Ctx,
  row: CaseRow,
  draft: Pick<Loaded, 'phase' | 'language'> & { readonly authority: string | null },
): Promise<void> {
  const values = { org_id: ctx.org, case_id: row.id, ...draft, changed_by: ctx.actor.id, changed_at: ctx.now };
  await notificationTables(ctx.db)
    .insertInto('case_notification_drafts')
    .values(values)
    .onConflict((clash) => clash.columns(['org_id', 'case_id']).doUpdateSet(values))
    .execute();
}
