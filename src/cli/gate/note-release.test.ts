import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { apiRoutes } from '#app/api-routes.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeKey, registerShop } from '#registry/index.ts';
import { errorPage } from '#web/error-page.tsx';
import type { GateFlags } from './gate-flags.ts';
import { noteReleaseThere, wantsNote } from './note-release.ts';

const KEY = 'SHOPBELL_TEST_KEY';
let house: TestHouse;
let server: Server;
let to: string;

beforeAll(async () => {
  house = await openTestHouse();
  const api = apiRoutes(house);
  api.onError((error, c) => {
    c.set('house' as never, house as never);
    return errorPage(c as never, error, { layout: 'public' });
  });
  server = serve({
    fetch: (request) => api.fetch(new Request(request.url.replace('/api/', '/'), request)),
    hostname: '127.0.0.1',
    port: 0,
  }) as Server;
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', () => resolve())));
  to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  delete process.env[KEY];
});
afterAll(async () => {
  server.close();
  await house[Symbol.asyncDispose]();
});

const flags = (change: Partial<GateFlags>): GateFlags => ({ format: 'text', key: KEY, noteRelease: '2.4.0', to, ...change });

it('a release that passed is told to the console, once', async () => {
  const scope = house.scope(house.newOrg(), 'owner');
  const person = { name: 'Shop', address: 'care@shop.example' };
  const place = { name: 'North', url: 'https://north.example', platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' };
  await registerShop(scope, { ...place, contact: { ...person, phone: '555' }, privacyContact: person });
  process.env[KEY] = (await makeKey(scope, { name: 'ci', permissions: ['set-checks'], shop: null })).text;
  await noteReleaseThere(flags({}));
  await noteReleaseThere(flags({ shop: 'North' }));
  const rows = await house.state.inOrg(scope.org, (db) =>
    db.withTables<{ watch_releases: { version: string } }>().selectFrom('watch_releases').select('version').execute(),
  );
  expect(rows).toEqual([{ version: '2.4.0' }]);
  await expect(noteReleaseThere(flags({ shop: 'South' }))).rejects.toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringContaining('no shop'),
  });
});

it('what is missing is said before anything is tested, and only a key leaves this machine', async () => {
  expect(wantsNote({})).toBe(false);
  expect(() => wantsNote({ noteRelease: '1' })).toThrow(/--to/);
  await expect(noteReleaseThere(flags({}))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  process.env[KEY] = 'a master key';
  await expect(noteReleaseThere(flags({}))).rejects.toThrow(/holds no API key/);
  process.env[KEY] = 'sb_x';
  await expect(noteReleaseThere(flags({ to: 'http://bell.example' }))).rejects.toThrow(/must be an https address/);
});
