import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { authoriseScripts, setPaymentWay } from '../index.ts';
import { routes } from '../routes.tsx';
import { evidenceToCsv } from './evidence-to-csv.ts';
import { readEvidence } from './read-evidence.ts';
import { first, type InventoryStage, openInventoryHouse, openInventoryStage, pageOf, START } from './testing/open-inventory-stage.ts';

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

describe('evidence', () => {
  it('names every look, decision and change, and leaves as PDF, CSV and JSON with its hash in the ledger', async () => {
    await stage.look(pageOf({ ...first, '=HYPERLINK("https://thief.example")': 'x()' }));
    await authoriseScripts(scope, { shop, reason: 'as it is, "quoted", told' });
    await stage.look(pageOf(first));
    house.advance(9 * DAY);
    await stage.look(pageOf(first, { status: 503 }));
    await setPaymentWay(scope, { shop, paysBy: 'iframe' });
    const evidence = await readEvidence(scope, shop, START, new Date('2026-04-01T00:00:00Z'));
    expect(evidence.looks.map(({ result }) => result)).toEqual(['not-seen', 'found', 'unknown']);
    expect(evidence.longestGapDays).toBe(10);
    expect(evidence).toMatchObject({
      rule: { form: 'SAQ A', duty: 'criterion' },
      acts: [{ what: 'authorised', reason: 'as it is, "quoted", told' }],
    });
    expect(evidence.changes.map(({ what }) => what)).toContain('removed');
    const csv = evidenceToCsv(evidence);
    expect(csv).toContain('"as it is, ""quoted"", told"');
    expect(csv).not.toMatch(/(^|,)=HYPERLINK/m);
    const app = serveRooms(productFiles, () => scope, { '/inspect': routes() });
    for (const format of ['pdf', 'csv', 'json']) {
      const body = new URLSearchParams({ from: '2026-03-01', to: '2026-03-31', format });
      const answer = await app.request(`/inspect/shops/${shop}/evidence`, { method: 'POST', body });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.status).toBe(200);
      if (format === 'pdf') expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      if (format === 'json')
        expect(JSON.parse(bytes.toString())).toMatchObject({ schema: 'shopbell.payment-evidence/1', longestGapDays: 10 });
      expect((await stage.entries('inspect.evidence-exported')).at(-1)).toMatchObject({
        format,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
    const wrong = new URLSearchParams({ from: '2026-03-31', to: '2026-03-01', format: 'csv' });
    expect((await app.request(`/inspect/shops/${shop}/evidence`, { method: 'POST', body: wrong })).status).toBe(400);
  });
});
