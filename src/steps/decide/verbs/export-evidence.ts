import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { idShape } from '#kernel/shapes.ts';
import { readMemberNames } from '#registry/index.ts';
import { evidenceExported } from '../events.ts';
import { frozenOf } from '../papers/frozen.ts';
import { packEvidence } from '../papers/pack-evidence.ts';
import { listMemos, listSentNotices } from '../papers/papers-tables.ts';
import { readEvidence } from '../papers/read-evidence.ts';
import { type CaseRow, decideTables, takeCase } from '../store.ts';

const BATCH = 1_000;

/**
 * Seals everything a case holds into one signed ZIP. Nobody's data is in it unless a purpose is stated, which the ledger keeps; then the people are in
 * it in the clear. SEAL_SHREDDED when the case's key is gone, NOT_ALLOWED for who may not open what is sealed.
 */
export const exportEvidence = defineVerb({
  name: 'decide.export-evidence',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    purpose: z.string().trim().min(10, 'say why in at least ten characters').max(2_000).nullable().default(null),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const files = new Map(await readEvidence(ctx, row));
    for (const [path, html] of await papersToRead(ctx, row)) files.set(path, html);
    const people = input.purpose === null ? [] : await openPeople(ctx, row);
    if (input.purpose !== null) files.set('people.json', people);
    const about = { id: row.id, number: row.number, title: row.title };
    const zip = packEvidence(
      ctx.house.secrets,
      { organisation: ctx.org, case: about, purpose: input.purpose, people: people.length },
      files,
    );
    const sha256 = createHash('sha256').update(zip).digest('hex');
    await ctx.record(evidenceExported, { case: row.id, sha256, files: files.size, people: people.length, purpose: input.purpose }, row.id);
    return { zip, sha256, number: row.number };
  },
});

/** The papers as people read them: memos in English, notices to controllers in theirs, times in UTC, so that the same state makes the same bytes. */
async function papersToRead(ctx: Ctx, row: CaseRow): Promise<[string, string][]> {
  // What draws is loaded when something is drawn.
  const { memoHtml, controllerHtml } = await import('../papers/render-papers.tsx');
  const path = (folder: string, number: number) => `${folder}/${String(number).padStart(4, '0')}.html`;
  const papers: [string, string][] = [];
  const names = await readMemberNames(ctx.db);
  for (const one of await listMemos(ctx.db, row.id)) {
    papers.push([path('memos', one.number), await memoHtml(one.content, frozenOf(one, names), { locale: 'en', timeZone: 'UTC' })]);
  }
  for (const one of await listSentNotices(ctx.db, row.id))
    papers.push([path('controllers', one.number), await controllerHtml(one.content, 'UTC')]);
  return papers;
}

async function openPeople(ctx: Ctx, row: CaseRow): Promise<object[]> {
  if (!may(ctx.actor.role, 'look-sealed')) throw new ShopbellError('NOT_ALLOWED', { permission: 'look-sealed' });
  const key = row.wrapped_key ?? '';
  const people: object[] = [];
  for (let after = ''; ; ) {
    const rows = await decideTables(ctx.db)
      .selectFrom('case_people')
      .select(['id', 'card', 'categories'])
      .where('case_id', '=', row.id)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const { id, card, categories } of rows) {
      people.push({ id, card: JSON.parse(ctx.house.secrets.openWith(key, card, 'prove-breach')), categories });
    }
    const last = rows.at(-1);
    if (!last) return people;
    after = last.id;
  }
}
