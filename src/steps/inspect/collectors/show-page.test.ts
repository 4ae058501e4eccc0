import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { exchange, got } from '../checks/golden-inspection.ts';
import { isFilledByScripts, shownOf } from '../page-text.ts';
import { openShow } from './show-page.ts';

const APP = `<!doctype html><title>Shop</title><div id="app"></div><script src="/app.js"></script>`;
const CODE = `document.querySelector('#app').innerHTML = '<a href="/imprint">Imprint</a><a href="/cart">Cart</a><a href="/mug">Mug</a>';`;

it('a page that scripts fill is shown in a browser; others, and what does not answer, stay as they came', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-show-'));
  const browser = openBrowser({ cacheFolder: folder });
  const server = createServer((request, response) => {
    if (request.url === '/hangs') return;
    response.setHeader('content-type', request.url === '/app.js' ? 'text/javascript' : 'text/html');
    response.end(request.url === '/app.js' ? CODE : APP);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const show = openShow({ browser }, { allowPrivate: true }, async () => undefined);
  const filled = await show(got(exchange({ url, body: APP })));
  expect(filled.kind === 'got' ? shownOf(filled.value) : '').toContain('<a href="/imprint">');
  expect(filled.kind === 'got' ? filled.value.body : '').toBe(APP);
  const plain = got(exchange({ url, body: '<p>No script here, and little text.</p>' }));
  expect(await show(plain)).toBe(plain);
  const gone = await show(got(exchange({ url: 'http://localhost:1/', body: APP })));
  expect(gone.kind === 'got' && gone.value.unshown).toContain('ERR_');
  const unknown = { kind: 'unknown', reason: 'no answer' } as const;
  expect(await show(unknown)).toBe(unknown);
  server.closeAllConnections();
  server.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ['few words and a script', APP, true],
  ['few words without a script', '<a href="/a">A</a>', false],
  [
    'a script beside much text and links',
    `${'<p>Handmade mugs in many colours.</p>'.repeat(20)}${'<a href="/a">A</a>'.repeat(4)}<script>1</script>`,
    false,
  ],
])('%s', (_what, body, expected) => expect(isFilledByScripts(exchange({ body }))).toBe(expected));
