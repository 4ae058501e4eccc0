import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { listShops } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { shopOf, whyOf } from './form-values.ts';
import { type HuntRows, huntByFilter, huntBySql } from './own/hunt.ts';
import { listsOf } from './own/store-rules.ts';
import { writeRule } from './own/write-rule.ts';
import { storedSources } from './sigma/log-sources.ts';
import { saveRule } from './verbs/save-rule.ts';
import { type Hunt, HuntPage } from './views/hunt-page.tsx';

const MOST_HOURS = 24 * 31;

/** The page on which the telemetry can be asked, and from which a filter becomes a rule. */
export function addHuntRoutes(app: Hono<WebEnv>): void {
  app.get('/hunt', (c) => showHunt(c, readHunt(c.req.query())));
  app.post('/hunt', saveHunt);
}

function readHunt(query: Readonly<Record<string, unknown>>): Hunt {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, 20_000) : '';
  };
  const hours = Number(text('hours') || '24');
  return {
    shop: text('shop'),
    source: storedSources.find((one) => one === text('source')) ?? 'requests',
    filter: text('filter'),
    sql: text('sql'),
    name: text('name'),
    hours: Number.isInteger(hours) && hours >= 1 && hours <= MOST_HOURS ? hours : 24,
  };
}

async function showHunt(c: Context<WebEnv>, hunt: Hunt, refused: string | null = null): Promise<Response> {
  const { house, scope, t } = c.var;
  const shops = await house.state.inOrg(scope.org, (db) => listShops(db));
  let rows: HuntRows | null = null;
  let why = refused;
  try {
    if (hunt.sql !== '') rows = await huntBySql(house, scope.org, hunt.sql);
    else if (hunt.filter !== '') {
      const shop = shopOf(hunt.shop);
      const lists = await house.state.inOrg(scope.org, (db) => listsOf(db, shop));
      rows = await huntByFilter(house, scope.org, { ...hunt, shop }, lists);
    }
  } catch (thrown) {
    why ??= whyOf(thrown, ['RULE_NOT_VALID', 'INPUT_INVALID', 'QUERY_REFUSED']);
  }
  return page(c, {
    step: 'detect',
    title: t('detect.hunt.title'),
    heading: t('detect.hunt.heading'),
    lead: t('detect.hunt.lead'),
    crumbs: [{ href: '/detect', label: t('detect.signals.title') }],
    ...(why === null ? {} : { status: 400 }),
    body: <HuntPage shops={shops} hunt={hunt} rows={rows} why={why} mayConfigure={may(scope.actor.role, 'configure')} />,
  });
}

async function saveHunt(c: Context<WebEnv>): Promise<Response> {
  const hunt = readHunt(await c.req.parseBody());
  const text = writeRule(hunt.name.trim() === '' ? 'Hunt' : hunt.name.trim(), hunt.filter, hunt.source);
  try {
    if (text === null) throw new ShopbellError('INPUT_INVALID', { reason: 'filter: nothing is asked for' });
    const { rule } = await saveRule(c.var.scope, { shop: shopOf(hunt.shop), rule: null, text });
    return c.redirect(`/detect/rules/${rule}`, 303);
  } catch (thrown) {
    return showHunt(c, hunt, whyOf(thrown, ['RULE_NOT_VALID', 'INPUT_INVALID', 'QUERY_REFUSED']));
  }
}
