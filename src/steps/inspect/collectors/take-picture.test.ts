import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { runInspection, setPaymentPage, startInspection } from '../index.ts';
import { evidenceToJson } from '../inventory/evidence-to-json.ts';
import { readEvidence } from '../inventory/read-evidence.ts';
import { renderEvidence } from '../inventory/render-evidence.tsx';

let house: TestHouse;
const server = createServer((request, response) => {
  const page = (title: string) => `<title>${title}</title><h1>${title}</h1><form><input name="card" autocomplete="cc-number"></form>`;
  if (request.url === '/' || request.url === '/checkout') return response.setHeader('content-type', 'text/html').end(page(request.url));
  return response.writeHead(404).end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  house = await openTestHouse((folder) => ({ http: openHttpClient(), browser: openBrowser({ cacheFolder: folder }) }));
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

it('the payment page is pictured once a week, and the pictures stand in the evidence with their hashes', async () => {
  const scope = house.scope(house.newOrg());
  const contact = { name: 'Care', address: 'care@shop.example', phone: '555' };
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const about = { name: 'Shop', url, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' } as const;
  const { shop } = await registerShop(scope, { ...about, contact, privacyContact: contact });
  await setPaymentPage(scope, { shop, path: '/checkout' });
  const inspect = async () => {
    const { run } = await startInspection(scope, { shop, queue: false });
    await runInspection(scope, run, { perSecond: 1_000 });
  };
  const from = addMs(new Date(), -DAY);
  const evidence = (to: number) => readEvidence(scope, shop, from, addMs(from, to * DAY));
  await inspect();
  const { pictures } = await evidence(3);
  expect(pictures.length, 'at a desk and on a phone').toBe(2);
  for (const { jpeg, sha256, url: at } of pictures) {
    expect(Buffer.from(jpeg).subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(createHash('sha256').update(jpeg).digest('hex')).toBe(sha256);
    expect(at).toBe(`${url}/checkout`);
  }
  house.setNow(addMs(new Date(), DAY));
  await inspect();
  expect((await evidence(30)).pictures[0]?.at, 'not each night').toEqual(pictures[0]?.at);
  house.setNow(addMs(new Date(), 7 * DAY));
  await inspect();
  const later = await evidence(30);
  expect(later.pictures[0]?.at).not.toEqual(pictures[0]?.at);
  const words = (key: string) => key;
  const plain = await renderEvidence(house, { ...later, pictures: [] }, 'en', words as never);
  const pdf = await renderEvidence(house, later, 'en', words as never);
  expect(Buffer.from(pdf).includes('/Subtype /Image') && pdf.length > plain.length + 5_000, 'they are in the PDF').toBe(true);
  expect(evidenceToJson(later)).toContain(later.pictures[0]?.sha256 ?? 'none');
  expect(evidenceToJson(later).length, 'by their hashes only').toBeLessThan(200_000);
}, 120_000);
