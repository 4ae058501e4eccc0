import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { listShops } from '#registry/index.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { addAffectedRoutes } from './affected-routes.tsx';
import { titleKeyOf } from './explain.ts';
import { addHoneyRoutes } from './honey-routes.tsx';
import { addHuntRoutes } from './hunt-routes.tsx';
import { neededFirst } from './needed-first.ts';
import { readChart } from './read-chart.ts';
import { addRuleRoutes } from './rule-routes.tsx';
import { listSignals, takeSignal } from './store.ts';
import { detectTables } from './tables.ts';
import { feedbackShape, giveFeedback } from './verbs/give-feedback.ts';
import { SignalTable } from './views/signal-table.tsx';

/** The console's pages of this room, mounted at `/detect`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', showSignals);
  app.get('/signals/:id', showSignal);
  app.post('/signals/:id/feedback', saveFeedback);
  addRuleRoutes(app);
  addHuntRoutes(app);
  addHoneyRoutes(app);
  addAffectedRoutes(app);
  return app;
}

async function showSignals(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const { signals, shops, passes } = await house.state.inOrg(scope.org, async (db) => ({
    signals: await listSignals(db),
    shops: await listShops(db),
    passes: await detectTables(db).selectFrom('detect_passes').selectAll().execute(),
  }));
  const names = new Map(shops.map((shop) => [shop.id, shop.name]));
  return page(c, {
    step: 'detect',
    title: t('detect.signals.title'),
    heading: t('detect.signals.heading'),
    lead: t('detect.signals.lead'),
    actions: (
      <>
        <ButtonLink href="/detect/hunt">{t('detect.hunt.link')}</ButtonLink>
        <ButtonLink href="/detect/affected">{t('detect.affected.link')}</ButtonLink>
        <ButtonLink href="/detect/honeys">{t('detect.honeys.link')}</ButtonLink>
        <ButtonLink href="/detect/rules">{t('detect.rules.link')}</ButtonLink>
      </>
    ),
    body: (
      <SignalTable
        signals={neededFirst(signals, house.clock.now())}
        shopNames={names}
        sawTelemetry={passes.some((pass) => pass.watermark.getTime() > 0)}
      />
    ),
  });
}

async function showSignal(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const signal = await house.state.inOrg(scope.org, (db) => takeSignal(db, idOf(c)));
  const chart = await readChart(house, scope.org, signal);
  // Loaded when first shown: the charts are large, and `scan` shares this door.
  const { SignalPage } = await import('./views/signal-page.tsx');
  return page(c, {
    step: 'detect',
    title: t('detect.signals.title'),
    heading: t(titleKeyOf(signal), { ...signal.facts }),
    crumbs: [{ href: '/detect', label: t('detect.signals.title') }],
    body: <SignalPage signal={signal} chart={chart} />,
  });
}

async function saveFeedback(c: Context<WebEnv>): Promise<Response> {
  const signal = idOf(c);
  const parsed = feedbackShape.safeParse((await c.req.formData()).get('feedback'));
  if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: 'feedback: unknown' });
  await giveFeedback(c.var.scope, { signal, feedback: parsed.data });
  return c.redirect(`/detect/signals/${signal}`, 303);
}

function idOf(c: Context<WebEnv>): `sig_${string}` {
  const id = c.req.param('id');
  if (!isId('sig', id)) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  return id;
}
