import type { Context, Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { listShops } from '#registry/index.ts';
import type { KeyHolder } from '#registry/types.ts';
import { listBills, readBill, takeBill } from '#steps/inspect/index.ts';
import { authoriseKey } from './access/authorise-key.ts';

/** `POST /api/sboms?shop=&system=&release=&name=` with the document as body, `GET /api/sboms?shop=`, `GET /api/sboms/{sbom}`: by API key. */
export function addSbomRoutes(app: Hono, house: House): void {
  app.post('/sboms', (c) => giveBill(house, c));
  app.get('/sboms', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const shop = await shopOf(house, holder, c.req.query('shop'));
    const bills = await house.state.inOrg(holder.org, (db) => listBills(db, holder.org, shop.id));
    return c.json({
      sboms: bills.map(({ sbom_id: sbom, system, release, file_name: name, sha256, given_at, judged_at, counts }) => ({
        ...{ sbom, shop: shop.id, system, release, name, sha256, givenAt: given_at.toISOString() },
        ...{ judgedAt: judged_at?.toISOString() ?? null, counts },
      })),
    });
  });
  app.get('/sboms/:sbom', async (c) => {
    const { holder } = await authoriseKey(house, c.req.raw.headers, 'look');
    const sbom = c.req.param('sbom');
    if (!isId('sbom', sbom)) throw new ShopbellError('NOT_FOUND', { what: 'bill of materials' });
    const bill = await house.state.inOrg(holder.org, (db) => readBill(db, holder.org, sbom));
    if (holder.shop !== null && holder.shop !== bill.shop_id) throw new ShopbellError('NOT_FOUND', { what: 'bill of materials' });
    const { system, release, report, shop_id: shop } = bill;
    return c.json({ sbom, shop, system, release, status: report === null ? 'waiting' : 'judged', report });
  });
}

async function giveBill(house: House, c: Context): Promise<Response> {
  const { holder, scope } = await authoriseKey(house, c.req.raw.headers, 'set-checks');
  const shop = await shopOf(house, holder, c.req.query('shop'));
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const [system = '', release = '', fileName = 'sbom'] = ['system', 'release', 'name'].map((name) => c.req.query(name));
  const kept = await takeBill(scope, { shop: shop.id, system, release: release || null, fileName, bytes });
  return c.json({ ...kept, result: `${house.publicUrl}/api/sboms/${kept.sbom}` }, kept.isNew ? 201 : 200);
}

/** The shop that is named, by name or id; without a name the key's own, or the only one. Throws NOT_FOUND and INPUT_INVALID. */
async function shopOf(house: House, holder: KeyHolder, wanted: string | undefined) {
  const shops = await house.state.inOrg(holder.org, (db) => listShops(db));
  const own = shops.filter(({ id }) => holder.shop === null || id === holder.shop);
  const [shop, other] = wanted === undefined ? own : own.filter(({ id, name }) => id === wanted || name === wanted);
  if (shop === undefined) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  if (other !== undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: there are several; say which, by its id' });
  return shop;
}
