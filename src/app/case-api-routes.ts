import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { House } from '#engines/house.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId, type ShopId } from '#kernel/ids.ts';
import type { KeyHolder } from '#registry/types.ts';
import {
  caseDocument,
  caseLine,
  findCase,
  listCases,
  openCaseByHand,
  stateAwareness,
  statedFactsShape,
  stateFacts,
} from '#steps/decide/index.ts';
import { incidentDocument, incidentLine, listIncidents } from '#steps/respond/index.ts';
import { authoriseKey } from './access/authorise-key.ts';

const factsBody = z.strictObject({ facts: statedFactsShape });

/** Cases and incidents for programs: a key of one shop sees and opens only what is of that shop. */
export function caseApiRoutes(house: House): Hono {
  const app = new Hono();
  app.get('/cases', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const rows = await house.state.inOrg(holder.org, (db) => listCases(db));
    return c.json({ schema: 'shopbell-cases-list/1', cases: rows.filter((row) => isOwn(holder, row.shop_id)).map(caseLine) });
  });
  app.post('/cases', async (c) => {
    const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'decide');
    const body = await bodyOf(c);
    const shop = holder.shop === null ? body.shop : (body.shop ?? holder.shop);
    if (holder.shop !== null && shop !== holder.shop) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
    const opened = await openCaseByHand(scope, { ...body, shop: shop ?? null } as Parameters<typeof openCaseByHand>[1]);
    return c.json(opened, opened.isNew ? 201 : 200);
  });
  app.get('/cases/:id', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const id = await ownCase(house, holder, c.req.param('id'));
    return c.json(await house.state.inOrg(holder.org, (db) => caseDocument(db, id, house.clock.now())));
  });
  app.post('/cases/:id/facts', async (c) => {
    const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'decide');
    const id = await ownCase(house, holder, c.req.param('id'));
    const told = factsBody.safeParse(await bodyOf(c));
    if (!told.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(told.error) });
    return c.json(await stateFacts(scope, { case: id, facts: told.data.facts }));
  });
  app.post('/cases/:id/awareness', async (c) => {
    const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'decide');
    const id = await ownCase(house, holder, c.req.param('id'));
    const stated = await stateAwareness(scope, { ...(await bodyOf(c)), case: id } as Parameters<typeof stateAwareness>[1]);
    return c.json({ number: stated.number, deadline: stated.deadline.toISOString() });
  });
  app.get('/incidents', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const rows = await house.state.inOrg(holder.org, (db) => listIncidents(db, holder.org));
    return c.json({ schema: 'shopbell-incidents/1', incidents: rows.filter((row) => isOwn(holder, row.shop_id)).map(incidentLine) });
  });
  app.get('/incidents/:id', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const id = c.req.param('id');
    const found = isId('inc', id) ? await house.state.inOrg(holder.org, (db) => incidentDocument(db, holder.org, id)) : undefined;
    if (!found || !isOwn(holder, found.incident.shop)) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
    return c.json(found);
  });
  return app;
}

function isOwn(holder: KeyHolder, shop: ShopId | string | null): boolean {
  return holder.shop === null || holder.shop === shop;
}

/** A case that the key may see. Throws NOT_FOUND, also for one of another shop or organisation. */
async function ownCase(house: House, holder: KeyHolder, id: string): Promise<CaseId> {
  if (!isId('case', id)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  const row = await house.state.inOrg(holder.org, (db) => findCase(db, id));
  if (!isOwn(holder, row.shop_id)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return id;
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => null);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ShopbellError('INPUT_INVALID', { reason: 'the body must be a JSON object' });
  return { ...body };
}
