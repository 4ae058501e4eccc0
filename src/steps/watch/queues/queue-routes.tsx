import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { EmptyState } from '#web/components/empty-state.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readShopChanges } from '../changes/read-shop-changes.ts';
import { readSlots } from '../read-history.ts';
import { listChecks } from '../store.ts';
import { type Job, judgeJob, worstFirst } from './judge-job.ts';
import { type JudgedQueue, judgeQueue, stuckFirst } from './judge-queue.ts';
import { readQueues } from './read-queues.ts';
import { QueuesPage } from './views/queues-page.tsx';

/** Queues and jobs of a shop, mounted at `/watch/queues`. */
export function addQueueRoutes(app: Hono<WebEnv>): void {
  app.get('/queues', showQueues);
}

async function showQueues(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t, person } = c.var;
  const asked = c.req.query('shop');
  const now = house.clock.now();
  const { shops, checks } = await house.state.inOrg(scope.org, async (db) => ({
    shops: await listShops(db),
    checks: await listChecks(db, scope.org),
  }));
  const shop = asked === undefined ? shops[0] : shops.find(({ id }) => id === asked);
  if (asked !== undefined && shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  const frame = {
    step: 'watch',
    title: t('watch.queues.title'),
    lead: t('watch.queues.lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
  } as const;
  if (shop === undefined)
    return page(c, { ...frame, heading: t('watch.queues.title'), body: <EmptyState heading={t('watch.orders.none')} /> });
  const since = addMs(now, -DAY);
  const [series, slots, changes] = await Promise.all([
    readQueues({ telemetry: house.telemetry, org: scope.org, shop: shop.id, now: now.getTime() }),
    readSlots(house, scope.org, since, HOUR),
    readShopChanges(house, { org: scope.org, shop: shop.id, from: since, to: now, states: false }),
  ]);
  const queues = series.map((one) => judgeQueue(one, now.getTime())).sort(stuckFirst);
  const jobs = checks
    .filter((check) => check.shop === shop.id)
    .flatMap((check) => judgeJob(check, now) ?? [])
    .sort(worstFirst);
  const props = { shops, shop, queues, jobs, slots, changes, now, person: person?.id ?? null };
  return page(c, { ...frame, heading: headingOf(queues, jobs, t), body: <QueuesPage {...props} /> });
}

/** What needs somebody now. */
function headingOf(queues: readonly JudgedQueue[], jobs: readonly Job[], t: WebEnv['Variables']['t']): string {
  const stuck = queues.filter(({ state }) => state === 'stuck').length;
  const bad = jobs.filter(({ state }) => state === 'late' || state === 'failed' || state === 'long').length;
  if (stuck + bad > 0) return t('watch.queues.heading-bad', { queues: stuck, jobs: bad });
  if (queues.length + jobs.length === 0) return t('watch.queues.heading-none');
  const unknown = queues.filter(({ state }) => state === 'unwatched').length + jobs.filter(({ state }) => state === 'waiting').length;
  return unknown > 0 ? t('watch.queues.heading-unknown', { count: unknown }) : t('watch.queues.heading-fine');
}
