import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { findShop } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { authoriseScripts } from '../verbs/authorise-scripts.ts';
import { rejectScripts } from '../verbs/reject-scripts.ts';
import { withdrawAuthorisation } from '../verbs/withdraw-authorisation.ts';
import { ScriptPage } from '../views/script-page.tsx';
import { compareVersions } from './compare-versions.ts';
import { dayOf, shopId } from './form-values.ts';
import { loadSource } from './load-source.ts';
import { readScript } from './read-script.ts';

type Ask = Context<WebEnv>;

/** Characters of a source that a page shows. */
const SHOWN = 200_000;

/** One script of a payment page: `/inspect/shops/{shop}/scripts/{token}`, and what people say of it. */
export function addScriptRoutes(app: Hono<WebEnv>): void {
  app.get('/shops/:id/scripts/:key', (c) => showScript(c));
  app.post('/shops/:id/scripts/:key/:act{authorise|reject|withdraw}', decide);
}

async function showScript(c: Ask, error?: string): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = shopId(c);
  const token = c.req.param('key') ?? '';
  const shop = await house.state.inOrg(scope.org, (db) => findShop(db, id));
  const { script, versions, names } = await readScript(scope, id, token);
  const values = c.req.query('values') === '1';
  const asked = { from: c.req.query('from') ?? '', to: c.req.query('to') ?? '', values };
  const compared = await compareVersions(scope, versions, asked);
  const source = await loadSource(scope, versions[0]?.artifact ?? null);
  return page(c, {
    step: 'inspect',
    title: script.url.split('/').at(-1) || t('inspect.scripts.script'),
    heading: t(`inspect.script.heading.${script.standing}`),
    lead: <code>{script.url}</code>,
    crumbs: [
      { href: '/inspect', label: t('inspect.name') },
      { href: `/inspect/shops/${id}`, label: shop.name },
      { href: `/inspect/shops/${id}/inventory`, label: t('inspect.inv.title') },
    ],
    ...(error === undefined ? {} : { status: 400 }),
    body: (
      <ScriptPage
        at={`/inspect/shops/${id}/scripts/${token}`}
        {...{ script, versions, names, compared, values, error }}
        source={source === null ? null : source.slice(0, SHOWN)}
      />
    ),
  });
}

async function decide(c: Ask): Promise<Response> {
  const { scope, t } = c.var;
  const shop = shopId(c);
  const token = c.req.param('key') ?? '';
  const { script } = await readScript(scope, shop, token);
  const form = await c.req.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const items = [{ kind: 'script' as const, key: script.key }];
  const reason = text('reason');
  try {
    const act = c.req.param('act');
    if (act === 'reject') await rejectScripts(scope, { shop, items, reason });
    else if (act === 'withdraw') await withdrawAuthorisation(scope, { shop, items, reason });
    else {
      const more = { owner: text('owner'), until: dayOf(text('until')), trustChanges: form.get('trust') === 'yes' };
      await authoriseScripts(scope, { shop, items, reason, ...more });
    }
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
    return showScript(c, t('inspect.inv.say-why'));
  }
  return c.redirect(`/inspect/shops/${shop}/scripts/${token}`, 303);
}
