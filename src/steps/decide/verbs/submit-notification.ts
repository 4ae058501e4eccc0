import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { notificationSubmitted } from '../events.ts';
import { namesOf } from '../notification/authority-names.ts';
import { type Loaded, loadNotification } from '../notification/load-notification.ts';
import type { NotificationFile } from '../notification/notification-shape.ts';
import { notificationTables } from '../notification/notification-tables.ts';
import { hashOfFile, listSubmissions } from '../notification/submissions.ts';
import { takeCase } from '../store.ts';
import { noteFiling } from './note-filing.ts';

const submission = z.object({
  case: idShape('case'),
  /** When it was submitted. */
  at: instantShape,
  timeZone: z.string().max(60).default('UTC'),
  /** The version of the facts that the person looked at. */
  version: z.int().positive(),
  /** The authority's name, when it is not one of the table. */
  authorityName: z.string().trim().max(200).default(''),
  channel: z.string().regex(/^[a-z-]{1,40}$/),
  reference: z.string().trim().max(200).default(''),
  note: z.string().trim().max(4_000).default(''),
});

/**
 * Records that the prepared notification was submitted: to whom, when, by which way, under which reference. The exact content is kept
 * sealed with its hash and never changes; the filing stops the clock. Shopbell sends nothing. INPUT_INVALID for a complete notification
 * that lacks something, a withdrawal or a late one without reasons; CONFLICT when the facts changed since the person looked.
 */
export const submitNotification = defineVerb({
  name: 'decide.submit-notification',
  permission: 'decide',
  effect: 'writes',
  input: submission,
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    if (row.version !== input.version) throw new ShopbellError('CONFLICT', { reason: `the facts are at version ${row.version}` });
    const at = new Date(input.at);
    const loaded = await loadNotification(ctx.house, ctx.db, ctx.org, row, { at, timeZone: input.timeZone });
    refuseUnfinished(loaded);
    const { phase, filled } = loaded;
    const kind = phase === 'withdraw' ? 'withdrawal' : filled.kind === 'new' ? 'first' : 'supplement';
    const [usual = ''] = loaded.authority === null ? [] : namesOf(loaded.authority);
    const authority = loaded.before?.authority ?? (input.authorityName === '' ? usual : input.authorityName);
    const { reference, note } = input;
    const told = { case: row.id, kind, authority, at: input.at, reference, note } as const;
    const { number, late } = await noteFiling(ctx, { ...told, reasonForDelay: textOf(loaded, 'late-reasons') });
    const { channel } = input;
    const about = { number, at: at.toISOString(), authority, channel, reference, submittedBy: ctx.actor.id };
    const sha256 = await keepSnapshot(ctx, loaded, { ...loaded.file, submission: about });
    const payload = { case: row.id, number, phase, authority: loaded.authority?.id ?? null, channel, sha256 };
    await ctx.record(notificationSubmitted, { ...payload, missing: [...filled.completeness.missing] }, row.id);
    return { number, late, sha256 };
  },
});

function refuseUnfinished({ phase, filled, authority, version }: Loaded): void {
  const { missing } = filled.completeness;
  if (phase === 'complete' && missing.length > 0)
    throw new ShopbellError('INPUT_INVALID', {
      reason: `a complete notification lacks ${missing.join(', ')}; submit an incomplete one first`,
    });
  if (phase !== 'withdraw') return;
  if (filled.kind === 'new') {
    const whom = authority?.short ?? 'this authority';
    throw new ShopbellError('CONFLICT', { reason: `nothing was submitted to ${whom} (facts version ${version.version})` });
  }
  if (missing.includes('withdrawal-reason'))
    throw new ShopbellError('INPUT_INVALID', { reason: 'withdrawal-reason: say why it is withdrawn' });
}

function textOf({ filled }: Loaded, key: string): string {
  const value = filled.fields.find((field) => field.key === key)?.value;
  return typeof value === 'string' ? value : '';
}

async function keepSnapshot(ctx: Ctx, { row, phase, authority, language }: Loaded, file: NotificationFile): Promise<string> {
  const sha256 = hashOfFile(file);
  const previous = (await listSubmissions(ctx.db, row.id)).at(-1)?.sha256 ?? null;
  const { number, channel } = file.submission ?? { number: 0, channel: 'other' };
  await notificationTables(ctx.db)
    .insertInto('case_submissions')
    .values({
      org_id: ctx.org,
      case_id: row.id,
      number,
      phase,
      authority: authority?.id ?? null,
      channel,
      language,
      snapshot: ctx.house.secrets.seal(ctx.org, JSON.stringify(file)),
      sha256,
      previous,
      submitted_by: ctx.actor.id,
      recorded_at: ctx.now,
    })
    .execute();
  return sha256;
}
