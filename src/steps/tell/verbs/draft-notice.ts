import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, NoticeId } from '#kernel/ids.ts';
import type { CaseBrief } from '#kernel/people.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { findShop, publicSlug } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { addNoticeVersion } from '../add-notice-version.ts';
import { draftNoticeContent } from '../checks/draft-notice-content.ts';
import type { Notice } from '../checks/notice.ts';
import { lockNotices, type NoticeRow, tellTables } from '../store.ts';
import { noticeTables } from '../tables.ts';

/**
 * Drafts the notice of a case by itself, once, in English: the only complete language. `decidedBy` counts as its writer, so that
 * a second person releases it. Readers of other languages are counted, and the lint says so.
 */
export const draftNotice = defineVerb({
  name: 'tell.draft-notice',
  permission: 'write-notice',
  effect: 'writes',
  input: z.object({ case: idShape('case'), decidedBy: z.string(), decidedAt: instantShape }),
  run: async (ctx, input): Promise<{ readonly notice: NoticeId }> => {
    await lockNotices(ctx);
    const known = await tellTables(ctx.db).selectFrom('notices').select('id').where('case_id', '=', input.case).executeTakeFirst();
    if (known) return asUnchanged({ notice: known.id });
    const brief = await ctx.house.ports.caseBrief(ctx.org, input.case);
    // Nobody could be named as the sender, and nobody's directory asked for addresses.
    if (brief.shop === null) throw new ShopbellError('CONFLICT', { reason: 'the case is about no shop: its people are told another way' });
    const shop = await findShop(ctx.db, brief.shop);
    const row: NoticeRow = {
      org_id: ctx.org,
      id: ctx.newId('ntc'),
      case_id: input.case,
      incident_id: brief.incident as NoticeRow['incident_id'],
      shop_id: shop.id,
      number: brief.number,
      state: 'draft',
      version: 0,
      languages: await countLanguages(ctx, input.case),
      decided_at: new Date(input.decidedAt),
      drafted_at: ctx.now,
      released_version: null,
      released_by: null,
      released_at: null,
      finished_at: null,
    };
    await tellTables(ctx.db)
      .insertInto('notices')
      .values({ ...row, languages: JSON.stringify(row.languages) })
      .execute();
    await addNoticeVersion(ctx, row, contentOf(ctx, brief, shop), input.decidedBy);
    return { notice: row.id };
  },
});

function contentOf(ctx: Ctx, brief: CaseBrief, shop: Shop): Notice {
  const base = `${ctx.house.publicUrl}/p/${publicSlug(shop)}`;
  return draftNoticeContent(
    {
      brand: shop.name,
      risk: brief.band,
      cause: brief.cause,
      confidentiality: brief.confidentiality,
      from: brief.occurredFrom,
      to: brief.occurredTo,
      discovered: brief.firstSignalAt,
      timeZone: shop.timeZone,
      affected: brief.categories,
      everybodyKnown: brief.people.atLeast === brief.people.atMost,
      remedies: brief.remedies,
      contact: shop.contact,
      privacyContact: shop.privacyContact,
      links: { check: `${base}/check`, page: `${base}/${brief.number}` },
      now: ctx.now,
    },
    noticeTables(),
  );
}

/** How many people there are per language, as the shop's directory says. */
export async function countLanguages(ctx: Ctx, id: CaseId): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const batch of ctx.house.ports.affectedPeople(ctx.org, id)) {
    for (const { language } of batch) counts[language] = (counts[language] ?? 0) + 1;
  }
  return counts;
}
