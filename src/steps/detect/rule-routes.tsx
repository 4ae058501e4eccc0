import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { listShops } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { shopOf, textOf, whyOf } from './form-values.ts';
import { readScorecards } from './own/read-scorecards.ts';
import { readRuleCosts } from './own/rule-costs.ts';
import { fileOf, listRules, listsOf, type RuleId, rulesOf, takeRule } from './own/store-rules.ts';
import { tryOnStored } from './own/try-on-stored.ts';
import { saveList } from './verbs/save-list.ts';
import { saveRule } from './verbs/save-rule.ts';
import { ruleStateShape, setRuleState } from './verbs/set-rule-state.ts';
import { RulePage } from './views/rule-page.tsx';
import { RulesPage } from './views/rules-page.tsx';

/** The pages about rules: how each of them does, and the shop's own. */
export function addRuleRoutes(app: Hono<WebEnv>): void {
  app.get('/rules', (c) => showRules(c));
  app.post('/rules', addRule);
  app.post('/rules/lists', keepList);
  app.get('/rules/:id', (c) => showRule(c));
  app.post('/rules/:id', changeRule);
  app.post('/rules/:id/state', changeState);
}

/** What was typed and why it was refused, when it was. */
interface Refused {
  readonly shop: string;
  readonly text: string;
  readonly why: string;
}

async function showRules(c: Context<WebEnv>, refused: Refused | null = null): Promise<Response> {
  const { house, scope, t } = c.var;
  const view = await house.state.inOrg(scope.org, async (db) => {
    const shops = await listShops(db);
    const lists = await Promise.all(shops.map(async (shop) => ({ shop: shop.id, lists: await listsOf(db, shop.id) })));
    const rules = await listRules(db);
    const cards = await readScorecards(db, rules, new Map(lists.map(({ shop, lists: own }) => [shop, own])));
    return { shops, lists, rules, cards, costs: await readRuleCosts(db) };
  });
  return page(c, {
    step: 'detect',
    title: t('detect.rules.title'),
    heading: t('detect.rules.heading', { on: view.rules.filter((rule) => rule.state === 'on').length }),
    lead: t('detect.rules.lead'),
    crumbs: crumbs(c),
    ...(refused === null ? {} : { status: 400 }),
    body: <RulesPage {...view} refused={refused} mayConfigure={may(scope.actor.role, 'configure')} />,
  });
}

async function showRule(c: Context<WebEnv>, refused: Refused | null = null): Promise<Response> {
  const { house, scope, t } = c.var;
  const { rule, on, lists, card } = await house.state.inOrg(scope.org, async (db) => {
    const row = await takeRule(db, idOf(c));
    const own = await listsOf(db, row.shop_id);
    const cards = await readScorecards(db, [row], new Map([[row.shop_id, own]]));
    return { rule: row, on: await rulesOf(db, row.shop_id, ['on']), lists: own, card: cards.find((one) => one.own?.id === row.id) };
  });
  const at = { telemetry: house.telemetry, org: scope.org, shop: rule.shop_id, now: house.clock.now() };
  const trial = await tryOnStored(at, fileOf(rule), on.map(fileOf), lists);
  return page(c, {
    step: 'detect',
    title: rule.title,
    heading: rule.title,
    lead: t(`detect.rules.state.${rule.state}.means`),
    crumbs: [...crumbs(c), { href: '/detect/rules', label: t('detect.rules.title') }],
    ...(refused === null ? {} : { status: 400 }),
    body: <RulePage rule={rule} card={card} trial={trial} refused={refused} mayConfigure={may(scope.actor.role, 'configure')} />,
  });
}

async function addRule(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.parseBody();
  const text = textOf(form.text);
  try {
    const { rule } = await saveRule(c.var.scope, { shop: shopOf(form.shop), rule: null, text });
    return c.redirect(`/detect/rules/${rule}`, 303);
  } catch (thrown) {
    return showRules(c, { shop: textOf(form.shop), text, why: whyOf(thrown, ['RULE_NOT_VALID', 'INPUT_INVALID']) });
  }
}

async function changeRule(c: Context<WebEnv>): Promise<Response> {
  const id = idOf(c);
  const text = textOf((await c.req.parseBody()).text);
  const { house, scope } = c.var;
  const row = await house.state.inOrg(scope.org, (db) => takeRule(db, id));
  try {
    await saveRule(scope, { shop: row.shop_id, rule: id, text });
    return c.redirect(`/detect/rules/${id}`, 303);
  } catch (thrown) {
    return showRule(c, { shop: row.shop_id, text, why: whyOf(thrown, ['RULE_NOT_VALID', 'INPUT_INVALID']) });
  }
}

async function changeState(c: Context<WebEnv>): Promise<Response> {
  const id = idOf(c);
  const state = ruleStateShape.safeParse((await c.req.parseBody()).state);
  if (!state.success) throw new ShopbellError('INPUT_INVALID', { reason: 'state: unknown' });
  await setRuleState(c.var.scope, { rule: id, state: state.data });
  return c.redirect(`/detect/rules/${id}`, 303);
}

async function keepList(c: Context<WebEnv>): Promise<Response> {
  const form = await c.req.parseBody();
  const items = textOf(form.items)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  await saveList(c.var.scope, { shop: shopOf(form.shop), name: textOf(form.name), items: [...new Set(items)] });
  return c.redirect('/detect/rules', 303);
}

function idOf(c: Context<WebEnv>): RuleId {
  const id = c.req.param('id');
  if (!isId('rule', id)) throw new ShopbellError('NOT_FOUND', { what: 'rule' });
  return id;
}

function crumbs(c: Context<WebEnv>) {
  return [{ href: '/detect', label: c.var.t('detect.signals.title') }];
}
