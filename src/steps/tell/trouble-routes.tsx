import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type NoticeId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { findNotice } from './readers.ts';
import { openTroubled, type TroubledPerson } from './verbs/open-troubled.ts';
import { otherWays, settleLetter } from './verbs/settle-letter.ts';
import { TroublePage } from './views/trouble-page.tsx';

/** Who has no letter, by name, for those who may see it; mounted at `/tell/notices/{id}/trouble`. Names open with a button, never by a link. */
export function troubleRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/notices/:id/trouble', (c) => {
    if (!may(c.var.scope.actor.role, 'look-sealed')) throw new ShopbellError('NOT_ALLOWED', { permission: 'look-sealed' });
    return show(c, noticeId(c.req.param('id')), null);
  });
  app.post('/notices/:id/trouble', async (c) => {
    const notice = noticeId(c.req.param('id'));
    const form = await c.req.parseBody();
    if (typeof form.letter === 'string') {
      if (!isId('ltr', form.letter)) throw new ShopbellError('NOT_FOUND', { what: 'letter' });
      const way = otherWays.find((one) => one === form.way) ?? 'other';
      await settleLetter(c.var.scope, { letter: form.letter, how: 'told-otherwise', way });
    }
    return show(c, notice, await openTroubled(c.var.scope, { notice, purpose: 'tell-affected' }));
  });
  return app;
}

async function show(c: Context<WebEnv>, id: NoticeId, people: readonly TroubledPerson[] | null): Promise<Response> {
  const { house, scope, t } = c.var;
  const row = await house.state.inOrg(scope.org, (db) => findNotice(db, id));
  c.header('cache-control', 'no-store');
  return page(c, {
    step: 'tell',
    title: t('tell.who.heading'),
    heading: t('tell.who.heading'),
    lead: t('tell.notice.title', { number: row.number }),
    crumbs: [
      { href: '/tell', label: t('tell.name') },
      { href: `/tell/notices/${row.id}`, label: t('tell.notice.title', { number: row.number }) },
    ],
    body: <TroublePage notice={row.id} people={people} maySettle={may(scope.actor.role, 'release-notice')} />,
  });
}

function noticeId(text: string): NoticeId {
  if (!isId('ntc', text)) throw new ShopbellError('NOT_FOUND', { what: 'notice' });
  return text;
}
