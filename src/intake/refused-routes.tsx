import type { Context, Hono } from 'hono';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { pinSender } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { listRefusedSenders } from './syslog/refused-senders.ts';
import { RefusedSenders } from './views/refused-senders.tsx';

/** Senders by syslog that were turned away: listed, and accepted by setting what they showed on a source. */
export function addRefusedRoutes(app: Hono<WebEnv>): void {
  app.get('/refused', (c) => showRefused(c));
  app.post('/refused', async (c) => {
    const form = await c.req.formData();
    const source = String(form.get('source') ?? '');
    if (!isId('src', source)) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    try {
      await pinSender(c.var.scope, { source, certificate: String(form.get('certificate') ?? '') });
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || !['INPUT_INVALID', 'CONFLICT'].includes(thrown.code)) throw thrown;
      return showRefused(c, messageOf(thrown));
    }
    return c.redirect('/settings/sources/refused', 303);
  });
}

async function showRefused(c: Context<WebEnv>, error?: string): Promise<Response> {
  const { t, scope } = c.var;
  const { senders, sources } = await listRefusedSenders(scope);
  const open = senders.filter((one) => one.taken === null).length;
  return page(c, {
    step: 'settings',
    title: t('intake.refused'),
    heading: t('intake.refused.heading', { count: open }),
    lead: t('intake.refused.lead'),
    crumbs: [{ href: '/settings/sources/health', label: t('intake.all') }],
    ...(error === undefined ? {} : { status: 400 }),
    body: <RefusedSenders {...{ senders, sources, error }} mayConfigure={may(scope.actor.role, 'configure')} />,
  });
}
