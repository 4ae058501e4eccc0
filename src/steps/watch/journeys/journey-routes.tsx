import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { listChecks } from '../store.ts';
import { type JourneyRunId, readRun, readRunFile } from './store.ts';
import { JourneyPage } from './views/journey-page.tsx';

type Ask = Context<WebEnv>;

/** Pages of kept journeys, with their pictures and traces. */
export function addJourneyRoutes(app: Hono<WebEnv>): void {
  app.get('/journeys/:run', showRun);
  app.get('/journeys/:run/:file', sendFile);
}

async function showRun(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const { run, checks } = await house.state.inOrg(scope.org, async (db) => ({
    run: await readRun(db, scope.org, idOf(c)),
    checks: await listChecks(db, scope.org),
  }));
  if (run === null) throw new ShopbellError('NOT_FOUND', { what: 'journey' });
  const name = checks.find((check) => check.id === run.check)?.name ?? t('watch.journey.removed');
  return page(c, {
    step: 'watch',
    title: name,
    heading: t(`watch.journey.heading-${run.outcome}`, { name, at: run.at }),
    lead: run.reason,
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: `/watch/checks/${run.check}`, label: name },
    ],
    body: <JourneyPage run={run} />,
  });
}

async function sendFile(c: Ask): Promise<Response> {
  const { house, scope } = c.var;
  const nth = Number(/^(\d{1,3})\.(?:jpg|zip)$/.exec(c.req.param('file') ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(nth)) throw new ShopbellError('NOT_FOUND', { what: 'picture' });
  const file = await house.state.inOrg(scope.org, (db) => readRunFile(db, scope.org, idOf(c), nth));
  if (file === null) throw new ShopbellError('NOT_FOUND', { what: 'picture' });
  const download = file.media === 'application/zip' ? { 'content-disposition': 'attachment; filename="trace.zip"' } : {};
  return c.body(new Uint8Array(file.bytes), 200, { 'content-type': file.media, 'cache-control': 'private, max-age=86400', ...download });
}

function idOf(c: Ask): JourneyRunId {
  const id = c.req.param('run') ?? '';
  if (!isId('run', id)) throw new ShopbellError('NOT_FOUND', { what: 'journey' });
  return id;
}
