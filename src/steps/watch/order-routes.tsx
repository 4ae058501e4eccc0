import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, makeId, type ShopId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import type { SealedRef } from '#kernel/sealed.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import { EmptyState } from '#web/components/empty-state.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readShopChanges } from './changes/read-shop-changes.ts';
import { addFeedRoutes, apiFormOf, formOf } from './feed-routes.tsx';
import { listFeeds } from './orders/feeds/store.ts';
import { type HookProvider, hookProviders } from './orders/hooks/adapters.ts';
import type { LookResult } from './orders/look-result.ts';
import { isOrderSystem, orderTroubles } from './orders/order-words.ts';
import { followOrders } from './orders/start-following-orders.ts';
import { listHooks, takeLook, takeSettings } from './orders/store.ts';
import { type TakenFile, takeOrderFile } from './orders/take-order-file.ts';
import { weighTrouble } from './orders/weigh-trouble.ts';
import { addOrderHook } from './verbs/add-order-hook.ts';
import { removeOrderHook } from './verbs/remove-order-hook.ts';
import { setPromises } from './verbs/set-promises.ts';
import type { ApiForm } from './views/apis-card.tsx';
import type { FeedForm } from './views/feeds-card.tsx';
import { OrdersPage } from './views/orders-page.tsx';
import { TroubledOrdersPage } from './views/troubled-orders-page.tsx';

type Ask = Context<WebEnv>;

/** The pages about orders, mounted at `/watch/orders`. */
export function addOrderRoutes(app: Hono<WebEnv>): void {
  app.get('/orders', (c) => showOrders(c, c.req.query('shop') ?? null));
  app.get('/orders/:shop/:trouble', showTroubled);
  addFeedRoutes(app, (c, shop, again) => showOrders(c, shop, again));
  app.post('/orders/:shop/promises', takePromises);
  app.post('/orders/:shop/file', takeFile);
  app.post('/orders/:shop/hooks', takeHook);
  app.post('/orders/:shop/hooks/:hook/remove', async (c) => {
    const hook = c.req.param('hook');
    if (!isId('hook', hook)) throw new ShopbellError('NOT_FOUND', { what: 'hook' });
    await removeOrderHook(c.var.scope, { hook });
    return c.redirect(`/watch/orders?shop=${shopOf(c)}`, 303);
  });
}

interface Sent {
  /** Why the promises were not taken. */
  readonly wrong?: string;
  readonly file?: TakenFile | string;
  readonly made?: { readonly url: string; readonly provider: HookProvider } | { readonly wrong: string };
  readonly feed?: FeedForm | undefined;
  readonly api?: ApiForm | undefined;
  readonly folder?: FeedForm | undefined;
}

async function showOrders(
  c: Ask,
  asked: string | null,
  { wrong, file, made, feed = formOf(c.req.query('question')), api = apiFormOf(c.req.query('api')), folder }: Sent = {},
): Promise<Response> {
  const { house, scope, t } = c.var;
  const found = await house.state.inOrg(scope.org, async (db) => {
    const all = await listShops(db);
    if (all.length === 0 && asked === null) return null;
    const one = all.find(({ id }) => id === asked) ?? all[0];
    if (one === undefined || (asked !== null && one.id !== asked)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    return {
      shops: all,
      shop: one,
      look: await takeLook(db, one.id),
      settings: await takeSettings(db, one.id),
      hooks: await listHooks(db, one.id),
      feeds: await listFeeds(db, one.id),
    };
  });
  const frame = {
    step: 'watch',
    title: t('watch.orders.title'),
    lead: t('watch.orders.lead'),
    crumbs: [{ href: '/watch', label: t('watch.name') }],
  } as const;
  if (found === null)
    return page(c, { ...frame, heading: t('watch.orders.heading-unknown'), body: <EmptyState heading={t('watch.orders.none')} /> });
  const { shops, shop, look, settings, hooks, feeds } = found;
  const now = house.clock.now();
  const changes = await readShopChanges(house, { org: scope.org, shop: shop.id, from: addMs(now, -DAY), to: now, states: false });
  const isFine =
    wrong === undefined &&
    typeof file !== 'string' &&
    !(made && 'wrong' in made) &&
    [feed, api, folder].every((form) => form?.wrong === undefined);
  return page(c, {
    ...frame,
    heading: headingOf(look?.result ?? null, t),
    ...(isFine ? {} : { status: 400 }),
    body: (
      <OrdersPage
        {...{ shops, shop, look, changes, settings, wrong, file, hooks, made, feeds, feed, api, folder }}
        mayChange={may(scope.actor.role, 'configure')}
        person={c.var.person?.id ?? null}
      />
    ),
  });
}

/** What needs somebody now: how many orders, or that something fell silent. */
function headingOf(result: LookResult | null, t: Ask['var']['t']): string {
  if (result === null) return t('watch.orders.heading-unknown');
  const grave = result.troubles.filter((one) => weighTrouble(one) !== 'low');
  const silent = grave.filter(({ trouble }) => ['silent', 'low', 'failing'].includes(trouble)).length;
  const orders = grave.reduce((sum, { foremost }) => sum + foremost, 0);
  if (silent > 0) return t('watch.orders.heading-silent', { silent, orders });
  return t('watch.orders.heading', { orders });
}

async function showTroubled(c: Ask): Promise<Response> {
  const { house, scope, t } = c.var;
  const trouble = orderTroubles.find((one) => one === c.req.param('trouble'));
  const shop = shopOf(c);
  const look = await house.state.inOrg(scope.org, (db) => takeLook(db, shop));
  if (trouble === undefined || look === null) throw new ShopbellError('NOT_FOUND', { what: 'page' });
  const { result } = look;
  const numbers = (ref: string): string => house.secrets.openRef(scope.org, 'order', ref as SealedRef, 'follow-orders');
  return page(c, {
    step: 'watch',
    title: t(`watch.orders.trouble.${trouble}`),
    heading: t('watch.orders.list-heading', { count: result.troubles.find((one) => one.trouble === trouble)?.orders ?? 0 }),
    lead: t(`watch.orders.trouble.${trouble}`),
    crumbs: [
      { href: '/watch', label: t('watch.name') },
      { href: `/watch/orders?shop=${shop}`, label: t('watch.orders.title') },
    ],
    body: (
      <TroubledOrdersPage
        trouble={trouble}
        orders={result.worst.filter((one) => one.trouble === trouble || one.more.includes(trouble))}
        all={result.troubles.find((one) => one.trouble === trouble)?.orders ?? 0}
        numberOf={may(scope.actor.role, 'respond') ? numbers : null}
      />
    ),
  });
}

async function takePromises(c: Ask): Promise<Response> {
  const shop = shopOf(c);
  const form = await c.req.formData();
  const whole = (name: string): number => Number(form.get(name) ?? Number.NaN);
  const [hours = Number.NaN, minutes = Number.NaN] = String(form.get('cutOff') ?? '')
    .split(':')
    .map(Number);
  try {
    await setPromises(c.var.scope, {
      ...{ shop, shipDays: whole('shipDays'), deliverDays: whole('deliverDays'), exportMinutes: whole('exportMinutes') },
      ...{ cutOff: hours * 60 + minutes, workdays: form.getAll('workday').map(Number) },
      closed: String(form.get('closed') ?? '')
        .split(/[\s,;]+/)
        .filter((day) => day !== ''),
    });
    return c.redirect(`/watch/orders?shop=${shop}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showOrders(c, shop, { wrong: thrown.message });
  }
}

/** Takes the file, looks at once, and shows what came of both. */
async function takeFile(c: Ask): Promise<Response> {
  const { house, scope } = c.var;
  const shop = shopOf(c);
  const form = await c.req.formData();
  const sent = form.get('file');
  const toldBy = String(form.get('toldBy') ?? '');
  try {
    if (!isOrderSystem(toldBy)) throw new ShopbellError('INPUT_INVALID', { reason: 'toldBy: choose whose file it is' });
    if (!(sent instanceof File) || sent.size === 0) throw new ShopbellError('INPUT_INVALID', { reason: 'file: choose a file' });
    const chunks = sent.stream() as unknown as AsyncIterable<Uint8Array>;
    const file = await takeOrderFile(scope, { shop, toldBy, name: sent.name.slice(0, 200), chunks });
    await followOrders(house, scope.org, shop, makeId('pass', house.clock.now().getTime(), house.random.bytes(16)));
    return await showOrders(c, shop, { file });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showOrders(c, shop, { file: thrown.message });
  }
}

async function takeHook(c: Ask): Promise<Response> {
  const shop = shopOf(c);
  const form = await c.req.formData();
  try {
    const provider = hookProviders.find((one) => one === form.get('provider'));
    if (provider === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'provider: choose one' });
    const { token } = await addOrderHook(c.var.scope, { shop, provider, secret: String(form.get('secret') ?? '') });
    return await showOrders(c, shop, { made: { url: `${c.var.house.publicUrl}/in/hooks/${token}`, provider } });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.status !== 400) throw thrown;
    return showOrders(c, shop, { made: { wrong: thrown.message } });
  }
}

function shopOf(c: Ask): ShopId {
  const id = c.req.param('shop') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}
