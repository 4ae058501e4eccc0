import { Hono } from 'hono';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import type { Identity } from '#engines/identity/types.ts';
import { intakeRoutes, type Sender } from '#intake/index.ts';
import { sourcesRoutes } from '#intake/routes.tsx';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { collectorConfig } from '#registry/index.ts';
import { routes as decideRoutes } from '#steps/decide/routes.tsx';
import { routes as detectRoutes } from '#steps/detect/routes.tsx';
import { routes as inspectRoutes } from '#steps/inspect/routes.tsx';
import { publicRoutes as respondPublicRoutes } from '#steps/respond/public-routes.tsx';
import { routes as respondRoutes } from '#steps/respond/routes.tsx';
import { publicRoutes as teachPublicRoutes } from '#steps/teach/public-routes.tsx';
import { routes as teachRoutes } from '#steps/teach/routes.tsx';
import { publicRoutes as tellPublicRoutes } from '#steps/tell/public-routes.tsx';
import { routes as tellRoutes } from '#steps/tell/routes.tsx';
import { routes as unmaskRoutes } from '#steps/unmask/routes.tsx';
import { beatOf, isOrderSystem, openHostPages, orderSystems, recordBeat, takeHookMessage, takeOrderFile } from '#steps/watch/index.ts';
import { leaveRoutes, wallLinkRoutes, publicRoutes as watchPublicRoutes } from '#steps/watch/public-routes.tsx';
import { routes as watchRoutes } from '#steps/watch/routes.tsx';
import { knowClient, trustedBy } from '#web/client-address.ts';
import { csrf } from '#web/csrf.ts';
import { errorPage } from '#web/error-page.tsx';
import { limitBody } from '#web/limit-body.ts';
import { openWeb, type Web } from '#web/open-web.ts';
import { preferences } from '#web/preferences.ts';
import { securityHeaders } from '#web/security-headers.ts';
import type { WebEnv } from '#web/types.ts';
import { doorRoutes, settingsRoutes } from './access/access-routes.ts';
import { authoriseKey } from './access/authorise-key.ts';
import { requirePerson } from './access/require-person.ts';
import { apiRoutes } from './api-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { makeStatusSite } from './make-status-site.ts';
import { overviewRoutes } from './overview/overview-routes.tsx';
import { takeGlances } from './overview/take-glances.ts';
import { proberRoutes } from './prober-routes.ts';
import { serveByHost } from './serve-by-host.ts';
import { statusHostRoutes } from './status-host-routes.ts';

const rooms = {
  watch: watchRoutes,
  inspect: inspectRoutes,
  detect: detectRoutes,
  unmask: unmaskRoutes,
  respond: respondRoutes,
  decide: decideRoutes,
  tell: tellRoutes,
  teach: teachRoutes,
};
const doors = ['/setup', '/sign-in/*', '/second-factor/*', '/passkey/*', '/invitation'];

export interface WebAppOptions {
  /** What probers elsewhere ask to know whether it is their own connection. */
  readonly witnesses?: readonly { readonly host: string; readonly port: number }[];
  readonly house: House;
  readonly identity: Identity;
  /** Aborted when the program stops: open live streams end. */
  readonly stopping: AbortSignal;
  /** Reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
  /** Throws DISK_LOW when nothing more should be stored. */
  readonly checkDisk?: () => Promise<void>;
}

/** Everything that answers over HTTP, chosen by the host that is asked for. */
export function makeWebServer(options: WebServerOptions): Hono<WebEnv> {
  const { house } = options;
  const findHostPage = openHostPages(house);
  const isTrusted = trustedBy(options.trustedProxies ?? []);
  const web = webOf(house);
  const site = makeStatusSite(beginApp(options, web), web);
  const main = makeWebApp(options, web);
  return serveByHost({ main, site, findHostPage, publicUrl: () => house.publicUrl, otherHosts: options.otherHosts ?? [], isTrusted });
}

export interface WebServerOptions extends WebAppOptions {
  /** Further names at which people reach the console. */
  readonly otherHosts?: readonly string[];
}

function webOf(house: House): Web {
  return openWeb(productFiles, (key, reason) => house.log.warn('a text could not be filled in', { key, reason }));
}

/** What every request goes through, whatever serves it. */
function beginApp({ house, trustedProxies }: WebAppOptions, web: Web): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use((c, next) => securityHeaders({ https: house.publicUrl.startsWith('https:') })(c, next));
  app.use(knowClient(trustedBy(trustedProxies ?? [])), web.prepare, async (c, next) => {
    c.set('house', house);
    await next();
  });
  app.onError((error, c) => errorPage(c, error, { layout: c.var.person ? 'console' : 'public' }));
  return app;
}

/** Every route of Shopbell but the status pages at hosts of their own: intake for machines, customers' pages, the door, the console. */
export function makeWebApp(options: WebAppOptions, web: Web = webOf(options.house)): Hono<WebEnv> {
  const { house, identity } = options;
  const app = beginApp(options, web);
  app.notFound((c) => errorPage(c, new ShopbellError('NOT_FOUND', { what: 'page' }), { layout: c.var.person ? 'console' : 'public' }));
  app.route('/', web.assets.routes());
  app.route('/', healthRoutes(house));
  app.route('/in/prober', proberRoutes({ house, witnesses: options.witnesses ?? [] }));
  app.route('/in', machineRoutes(options));
  app.route('/api', apiRoutes(house));
  app.route('/p', customerRoutes(respondPublicRoutes, tellPublicRoutes, teachPublicRoutes));
  app.use('/status/:slug/leave/*', limitBody({ signedIn: false }));
  app.route('/status', leaveRoutes());
  app.route('/status', customerRoutes(watchPublicRoutes));
  app.route('/wall', customerRoutes(wallLinkRoutes));
  app.route('/', door(identity));
  app.route('/', consoleRoutes(options));
  return app;
}

/** For load balancers and probes: `/healthz` the process lives, `/readyz` its engines answer. */
function healthRoutes(house: House): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    try {
      await Promise.all([house.state.describe(), house.telemetry.describe()]);
      return c.text('ready\n');
    } catch (error) {
      house.log.warn('an engine does not answer', { reason: messageOf(error) });
      return c.text('not ready\n', 503);
    }
  });
  return app;
}

function machineRoutes({ house, checkDisk }: WebAppOptions): Hono {
  const app = new Hono();
  app.route('/status-host', statusHostRoutes(house));
  const authorise = async (headers: Headers): Promise<Sender | null> => {
    const { holder } = await authoriseKey(house, headers, 'send-telemetry');
    return holder.shop && holder.source ? { org: holder.org, shop: holder.shop, source: holder.source } : null;
  };
  app.on(['GET', 'HEAD', 'POST'], '/beat/:token', async (c) => {
    const known = await recordBeat(house, c.req.param('token'));
    return known ? c.text('ok\n') : c.text('unknown beat address\n', 404);
  });
  app.on(['GET', 'HEAD', 'POST'], '/beat/:token/:word', async (c) => {
    const beat = beatOf(c.req.param('word'));
    if (beat === null) return c.text('after the address comes start, fail or an exit code\n', 404);
    const known = await recordBeat(house, c.req.param('token'), beat);
    return known ? c.text('ok\n') : c.text('unknown beat address\n', 404);
  });
  // Some couriers call by GET, with what they tell after the address.
  app.on(['GET', 'POST'], '/hooks/:token', async (c) => {
    const parts: Uint8Array[] = [];
    for await (const part of limited(c.req.raw.body, MOST_MESSAGE)) parts.push(part);
    const body = c.req.method === 'GET' ? new URL(c.req.url).search.slice(1) : Buffer.concat(parts).toString('utf8');
    const { answer, reply } = await takeHookMessage(house, { token: c.req.param('token'), body, header: (name) => c.req.header(name) });
    if (reply !== undefined) return c.body(reply.text, 200, { 'content-type': reply.type });
    // What is genuine and not understood is not sent again for days: the page says why.
    return c.json({ received: answer }, answer === 'unknown' ? 404 : answer === 'refused' ? 400 : 200);
  });
  let taking = 0;
  app.post('/orders', async (c) => {
    const sender = await authorise(c.req.raw.headers);
    if (!sender) throw new ShopbellError('KEY_REFUSED');
    if (taking >= FILES_AT_ONCE) throw new ShopbellError('TOO_MANY', { seconds: 5 });
    await checkDisk?.();
    const toldBy = c.req.query('system') ?? 'shop';
    if (!isOrderSystem(toldBy)) throw new ShopbellError('INPUT_INVALID', { reason: `system: must be one of ${orderSystems.join(', ')}` });
    const scope = { house, org: sender.org, actor: { kind: 'system', id: sender.source, role: 'sender' } } as const;
    const chunks = limited(c.req.raw.body, MOST_FILE);
    taking += 1;
    try {
      return c.json(await takeOrderFile(scope, { shop: sender.shop as ShopId, toldBy, name: 'the body', chunks }));
    } finally {
      taking -= 1;
    }
  });
  app.get('/collector.yaml', async (c) => {
    if (!(await authorise(c.req.raw.headers))) throw new ShopbellError('KEY_REFUSED');
    const key = (c.req.header('authorization') ?? '').replace(/^Bearer\s+/i, '');
    return c.body(collectorConfig(house.publicUrl, key), 200, { 'content-type': 'application/yaml', 'cache-control': 'no-store' });
  });
  app.route('/', intakeRoutes({ house, authorise: (c) => authorise(c.req.raw.headers), ...(checkDisk ? { checkDisk } : {}) }));
  return app;
}

const FILES_AT_ONCE = 4;
const MOST_MESSAGE = 1_024 * 1_024;
const MOST_FILE = 256 * 1_024 * 1_024;

/** A body as it comes, and no more of it than the limit. Throws TOO_LARGE. */
async function* limited(body: ReadableStream<Uint8Array> | null, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limit) throw new ShopbellError('TOO_LARGE', { what: 'The body', limit });
    yield chunk;
  }
}

function door(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const limit = limitBody({ signedIn: false });
  for (const path of doors) app.use(path, limit, csrf({ sessionOf: () => null }));
  app.route('/', doorRoutes(identity));
  return app;
}

function consoleRoutes({ house, identity, stopping }: WebAppOptions): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(requirePerson(identity), limitBody({ signedIn: true }), csrf({ sessionOf: (c) => c.var.session?.id ?? null }));
  app.route('/', liveRoutes(house, stopping));
  app.use(takeGlances);
  app.route('/', preferences());
  app.route('/', overviewRoutes());
  app.get('/settings/sources', (c) => c.redirect('/settings/sources/health', 303));
  app.route('/settings/sources', sourcesRoutes(productFiles));
  app.route('/', settingsRoutes(identity));
  for (const [name, routes] of Object.entries(rooms)) app.route(`/${name}`, routes());
  return app;
}
