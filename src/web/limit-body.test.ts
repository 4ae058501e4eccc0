import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { limitBody } from './limit-body.ts';
import type { WebEnv } from './types.ts';

const FORM = 'application/x-www-form-urlencoded';
const app = new Hono<WebEnv>();
app.onError((error, c) => c.text(error instanceof ShopbellError ? error.code : String(error), 400));
for (const path of ['/door', '/door/*']) app.use(path, limitBody({ signedIn: false }));
app.use('/unmask/*', limitBody({ signedIn: true }));
app.all('*', async (c) => c.text(String((await c.req.parseBody()).a ?? 'none').slice(0, 20)));
const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

/** Sends a body; without its length when it comes in pieces. */
function send(path: string, pieces: readonly string[], type = FORM): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const headers = { 'content-type': type, ...(pieces.length === 1 ? { 'content-length': pieces[0]?.length ?? 0 } : {}) };
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      answer.on('data', (chunk: Buffer) => resolve(chunk.toString()));
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

const large = `a=${'x'.repeat(70_000)}`;

test.each([
  ['a small form', '/door', ['a=1'], FORM, '1'],
  ['a small form in pieces', '/door', ['a=', '1', '2'], FORM, '12'],
  ['a form in pieces of two kinds of door', '/door/x', ['a=', '3'], FORM, '3'],
  ['a large form', '/door', [large], FORM, 'TOO_LARGE'],
  ['a large form in pieces', '/door', [large.slice(0, 60_000), large.slice(60_000)], FORM, 'TOO_LARGE'],
  ['the same where people are signed in', '/unmask/names', [large], FORM, 'x'.repeat(20)],
  ['a form that is none', '/door', ['--x\r\nbroken'], 'multipart/form-data; boundary=x', 'INPUT_INVALID'],
  ['a form without its boundary', '/door', ['zzz'], 'multipart/form-data', 'INPUT_INVALID'],
  ['an address with NUL', '/door/%00', ['a=1'], FORM, 'NOT_FOUND'],
])('%s', async (_name, path, pieces, type, expected) => {
  expect(await send(path, pieces, type)).toBe(expected);
});
