import { type Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listKeys, listShops, listSources, makeKey, revokeKey } from '#registry/index.ts';
import { keyPermissions } from '#registry/types.ts';
import type { WebEnv } from '#web/types.ts';
import { attempt, type Refusal } from './attempt.ts';
import { KeysView } from './keys-view.tsx';
import { settingsPage } from './settings-page.tsx';
import { readFields } from './visitor.ts';

/** API keys: made, shown once, revoked. */
export function keysRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/settings/keys', (c) => keysPage(c, {}));
  app.post('/settings/keys', async (c) => {
    const { name = '', permission, speaks = '' } = await readFields(c);
    const permissions = [keyPermissions.find((one) => one === permission) ?? ('send-telemetry' as const)];
    const done = await attempt(() =>
      makeKey(c.var.scope, { name, permissions, shop: isId('shop', speaks) ? speaks : null, source: isId('src', speaks) ? speaks : null }),
    );
    return keysPage(c, done.ok ? { text: done.value.text } : { problem: done });
  });
  app.post('/settings/keys/:key/revoke', async (c) => {
    const key = c.req.param('key');
    if (!isId('key', key)) throw new ShopbellError('NOT_FOUND', { what: 'key' });
    await revokeKey(c.var.scope, { key });
    return c.redirect('/settings/keys', 303);
  });
  return app;
}

interface Shown {
  readonly text?: string;
  readonly problem?: Refusal;
}

async function keysPage(c: Context<WebEnv>, { text, problem }: Shown): Promise<Response> {
  const { house, scope, t } = c.var;
  if (!may(scope.actor.role, 'configure')) throw new ShopbellError('NOT_ALLOWED', { permission: 'configure' });
  const { keys, shops, sources } = await house.state.inOrg(scope.org, async (db) => ({
    keys: await listKeys(db),
    shops: await listShops(db),
    sources: await listSources(db),
  }));
  const alive = keys.filter((key) => key.revokedAt === null).length;
  return settingsPage(c, {
    place: 'keys',
    heading: t('access.keys.heading', { count: alive }),
    ...(problem ? { status: problem.status } : {}),
    body: <KeysView {...{ keys, shops, sources, text, error: problem?.error }} />,
  });
}
