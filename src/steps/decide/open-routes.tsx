import type { Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { listShops } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { caseKinds } from './events.ts';
import { instantOf, text } from './read-form.ts';
import { openCaseByHand } from './verbs/open-case-by-hand.ts';
import { OpenForm } from './views/open-form.tsx';

/** The page on which a person opens a case that no incident opened. */
export function addOpenForm(app: Hono<WebEnv>): void {
  app.get('/open', async (c) => {
    const { house, scope, t } = c.var;
    const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
    return page(c, {
      step: 'decide',
      title: t('decide.open.heading'),
      heading: t('decide.open.heading'),
      lead: t('decide.open.lead'),
      crumbs: [{ href: '/decide', label: t('decide.name') }],
      body: <OpenForm shops={shops} now={house.clock.now()} />,
    });
  });
  app.post('/open', async (c) => {
    const form = await c.req.parseBody();
    const kind = caseKinds.find((one) => one === form.kind);
    if (kind === undefined || kind === 'incident') throw new ShopbellError('INPUT_INVALID', { reason: 'kind: choose what happened' });
    const shop = text(form.shop);
    if (shop !== '' && !isId('shop', shop)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    const opened = await openCaseByHand(c.var.scope, {
      kind,
      title: text(form.title),
      shop: shop === '' ? null : shop,
      noticedAt: instantOf(form.noticedAt, c.var.timeZone, 'noticedAt'),
      known: text(form.known),
    });
    return c.redirect(`/decide/cases/${opened.case}`, 303);
  });
}
