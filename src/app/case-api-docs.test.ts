import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeKey } from '#registry/index.ts';
import { caseDocumentShape } from '#steps/decide/index.ts';
import { apiRoutes } from './api-routes.ts';

const run = promisify(execFile);
const page = readFileSync(new URL('../../docs/case-api.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

/** The page's own examples, typed into a shell as they stand: each must be answered by what the page says of it. */
it('the examples of the page run as they stand', async () => {
  house.setNow(new Date('2026-11-21T08:00:00Z'));
  const { text: key } = await makeKey(house.scope(house.newOrg(), 'owner'), { name: 'k', permissions: ['decide', 'look'], shop: null });
  const app = new Hono().route('/api', apiRoutes(house));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  const port = await new Promise<number>((found) => {
    server.once('listening', () => {
      const address = server.address();
      found(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
  try {
    const examples = blocks.filter((text) => !text.startsWith('export '));
    expect(examples.length).toBeGreaterThanOrEqual(6);
    const script = ['set -eu', ...examples.map((text) => `${text}\nprintf '\\n=====\\n'`)].join('\n');
    const { stdout } = await run('sh', ['-c', script], {
      env: { ...process.env, SHOPBELL: `http://127.0.0.1:${port}`, KEY: key, no_proxy: '127.0.0.1' },
      timeout: 60_000,
    });
    const answers = stdout.split('=====').map((text) => (text.trim() === '' ? null : JSON.parse(text)));
    const [opened, , read, facts, aware, incidents] = answers;
    expect(opened).toMatchObject({ isNew: true });
    expect(caseDocumentShape.safeParse(read).error).toBeUndefined();
    expect(facts).toHaveProperty('version');
    expect(aware).toMatchObject({ deadline: '2026-11-23T16:20:00.000Z' });
    expect(incidents).toMatchObject({ incidents: [] });
  } finally {
    server.close();
  }
}, 120_000);
