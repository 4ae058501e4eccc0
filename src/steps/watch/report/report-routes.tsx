import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { addMs } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import { locales, type WebEnv } from '#web/types.ts';
import { setReport } from '../verbs/set-report.ts';
import { readReport } from './read-report.ts';
import { dayOf, makeReport } from './render-report.tsx';
import { reportTables, settingsOf } from './store.ts';
import { ReportBody } from './views/report-body.tsx';
import { ReportForm } from './views/report-form.tsx';
import { weekOf } from './week-of.ts';

type Ask = Context<WebEnv>;

/** A shop's last week, as a page and as PDF, and who gets it by mail: `/watch/report/{shop}`. */
export function addReportRoutes(app: Hono<WebEnv>): void {
  app.get('/report/:shop', (c) => showReport(c));
  app.get('/report/:shop/report.pdf', async (c) => {
    const shop = await shopOf(c);
    const { pdf } = await makeReport(c.var.house, c.var.scope.org, shop, weekOf(c.var.house.clock.now(), shop.timeZone), c.var.locale);
    return c.body(Buffer.from(pdf), 200, { 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  });
  app.post('/report/:shop', takeReport);
}

async function shopOf(c: Ask) {
  const id = c.req.param('shop') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return c.var.house.state.inOrg(c.var.scope.org, (db) => findShop(db, id));
}

async function takeReport(c: Ask): Promise<Response> {
  const shop = await shopOf(c);
  const form = await c.req.formData();
  const recipients = String(form.get('recipients') ?? '')
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
  const language = locales.find((one) => one === form.get('language')) ?? 'en';
  try {
    await setReport(c.var.scope, { shop: shop.id, recipients, language });
    return c.redirect(`/watch/report/${shop.id}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showReport(c, thrown.message);
  }
}

async function showReport(c: Ask, error?: string): Promise<Response> {
  const { house, scope, t, locale } = c.var;
  const shop = await shopOf(c);
  const week = weekOf(house.clock.now(), shop.timeZone);
  const report = await readReport(house, scope.org, shop, week, { t, locale });
  const row = await house.state.inOrg(scope.org, (db) =>
    reportTables(db).selectFrom('watch_report_settings').selectAll().where('shop_id', '=', shop.id).executeTakeFirst(),
  );
  c.set('timeZone', shop.timeZone);
  return page(c, {
    step: 'watch',
    title: t('watch.report.title'),
    heading: t('watch.report.subject', {
      shop: shop.name,
      from: dayOf(week.from, locale, shop),
      to: dayOf(addMs(week.to, -1), locale, shop),
    }),
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: `/watch/shops/${shop.id}`, label: shop.name },
    ],
    actions: <ButtonLink href={`/watch/report/${shop.id}/report.pdf`}>PDF</ButtonLink>,
    ...(error === undefined ? {} : { status: 400 }),
    body: (
      <>
        <ReportBody report={report} />
        {may(scope.actor.role, 'configure') ? (
          <ReportForm shop={shop.id} settings={row ? settingsOf(house, row) : null} locale={locale} error={error} />
        ) : null}
      </>
    ),
  });
}
