import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type NoticeId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { findShop, publicSlug } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { lintNotice } from './checks/lint-notice.ts';
import { letterBlocks } from './checks/render-letter.ts';
import { countLetters } from './finish-round.ts';
import { lintContextOf } from './lint-context.ts';
import { findNotice, listNotices, listTroubledLetters } from './readers.ts';
import { readNoticeVersion } from './store.ts';
import { noticeTables } from './tables.ts';
import { troubleRoutes } from './trouble-routes.tsx';
import { editNotice } from './verbs/edit-notice.ts';
import { publishPage } from './verbs/publish-page.ts';
import { releaseNotice } from './verbs/release-notice.ts';
import { settleLetter } from './verbs/settle-letter.ts';
import { LetterPreview } from './views/letter-preview.tsx';
import { NoticeList } from './views/notice-list.tsx';
import { NoticePage } from './views/notice-page.tsx';

const editable = ['subject', 'opening', 'happened', 'recipients', 'taken', 'prevention', 'contact', 'next'] as const;

/** The console's pages of this room, mounted at `/tell`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', async (c) => {
    const { house, scope, t } = c.var;
    const notices = await house.state.inOrg(scope.org, listNotices);
    return page(c, {
      step: 'tell',
      title: t('tell.name'),
      heading: t('tell.heading', { drafts: notices.filter((row) => row.state === 'draft').length }),
      lead: t('tell.lead'),
      body: <NoticeList notices={notices} />,
    });
  });
  app.get('/notices/:id', (c) => showNotice(c, noticeId(c.req.param('id'))));
  addForms(app);
  app.route('/', troubleRoutes());
  return app;
}

async function showNotice(c: Context<WebEnv>, id: NoticeId): Promise<Response> {
  const { house, scope, t } = c.var;
  const { row, version, shop, counts, troubled } = await house.state.inOrg(scope.org, async (db) => {
    const found = await findNotice(db, id);
    return {
      row: found,
      version: await readNoticeVersion(db, id, found.released_version ?? found.version),
      shop: await findShop(db, found.shop_id),
      counts: await countLetters(db, id),
      troubled: await listTroubledLetters(db, id),
    };
  });
  const tables = noticeTables();
  const reader = { name: t('tell.specimen'), categories: version.content.affected, code: 'XXXXX-XXXXX' };
  const blocks = letterBlocks(version.content, reader, tables);
  const mayRelease = may(scope.actor.role, 'release-notice');
  return page(c, {
    step: 'tell',
    title: t('tell.notice.title', { number: row.number }),
    heading: t('tell.notice.heading', { state: row.state, shop: shop.name }),
    lead: t('tell.notice.lead', { number: row.number, version: version.version }),
    crumbs: [{ href: '/tell', label: t('tell.name') }],
    body: (
      <NoticePage
        row={row}
        version={version}
        blocks={blocks}
        lint={lintNotice(version.content, lintContextOf(house, shop, row, house.clock.now()), tables)}
        counts={counts}
        troubled={troubled}
        pagePath={row.released_version === null ? null : `/p/${publicSlug(shop)}/${row.number}`}
        release={mayRelease ? (version.written_by === scope.actor.id ? 'is-writer' : 'may') : 'may-not'}
        mayWrite={may(scope.actor.role, 'write-notice')}
        preview={<LetterPreview blocks={blocks} />}
      />
    ),
  });
}

function addForms(app: Hono<WebEnv>): void {
  app.post('/notices/:id/text', async (c) => {
    const id = noticeId(c.req.param('id'));
    const form = await c.req.parseBody();
    const changes = Object.fromEntries(editable.flatMap((name) => (typeof form[name] === 'string' ? [[name, form[name]]] : [])));
    await editNotice(c.var.scope, { notice: id, version: Number(form.version), changes });
    return c.redirect(`/tell/notices/${id}`, 303);
  });
  app.post('/notices/:id/release', async (c) => {
    const id = noticeId(c.req.param('id'));
    const form = await c.req.parseBody();
    await releaseNotice(c.var.scope, { notice: id, version: Number(form.version) });
    return c.redirect(`/tell/notices/${id}`, 303);
  });
  app.post('/notices/:id/page', async (c) => {
    const id = noticeId(c.req.param('id'));
    const form = await c.req.parseBody();
    const next = typeof form.next === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(form.next) ? { nextUpdateBy: `${form.next}T12:00:00Z` } : {};
    await publishPage(c.var.scope, { notice: id, note: typeof form.note === 'string' ? form.note : '', ...next });
    return c.redirect(`/tell/notices/${id}`, 303);
  });
  app.post('/letters/:id', async (c) => {
    const id = c.req.param('id');
    if (!isId('ltr', id)) throw new ShopbellError('NOT_FOUND', { what: 'letter' });
    const form = await c.req.parseBody();
    const { notice } = await settleLetter(c.var.scope, { letter: id, how: form.how === 'count-as-sent' ? 'count-as-sent' : 'send-again' });
    return c.redirect(`/tell/notices/${notice}`, 303);
  });
}

function noticeId(text: string): NoticeId {
  if (!isId('ntc', text)) throw new ShopbellError('NOT_FOUND', { what: 'notice' });
  return text;
}
