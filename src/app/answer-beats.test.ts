import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openIdentity } from '#engines/identity/open-identity.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { addCheck } from '#steps/watch/index.ts';
import { listChecks } from '#steps/watch/store.ts';
import { removeCheck } from '#steps/watch/verbs/remove-check.ts';
import { answerBeats } from './answer-beats.ts';
import { listenHttp } from './listen-http.ts';
import { makeWebServer } from './make-web-app.tsx';

let house: TestHouse;
let org: OrgId;
let shop: Awaited<ReturnType<typeof registerShop>>['shop'];
let fast: Awaited<ReturnType<typeof listenHttp>>;
let handedOn = 0;
const stopping = new AbortController();

beforeAll(async () => {
  house = await openTestHouse(() => ({ publicUrl: 'https://bell.example' }));
  const identity = openIdentity(house);
  const { fetch } = makeWebServer({ house, identity, stopping: stopping.signal });
  const first = answerBeats({ house, otherHosts: ['beats.example'] });
  const counted: typeof first = (asked, response, next) =>
    first(asked, response, (one, two) => {
      handedOn += 1;
      next(one, two);
    });
  fast = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch, first: counted });
  org = house.newOrg();
  ({ shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  }));
});
afterAll(async () => {
  stopping.abort();
  await fast.close(100);
  await house[Symbol.asyncDispose]();
});

const addJob = () => addCheck(house.scope(org, 'owner'), { shop, name: 'Export', target: { kind: 'heartbeat', period: 60 } });
const beatsOf = async (id: CheckId) => (await house.state.inOrg(org, (db) => listChecks(db, org))).find((one) => one.id === id)?.beats;

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The status, the words, and whether every request’s way was gone. */
function beat(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  const before = handedOn;
  return new Promise<{ status: number; text: string; slow: boolean }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: fast.port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, slow: handedOn > before }));
    });
    asked.on('error', reject).end(body);
  });
}

it('a plain beat is answered when it is durable, by the short way and by the long one alike', async () => {
  const { check, token } = await addJob();
  const at = `/in/beat/${token}`;
  const ok = { status: 200, text: 'ok\n' };
  expect(await beat(at)).toEqual({ ...ok, slow: false });
  expect((await beatsOf(check))?.okAt).not.toBeNull();
  expect((await beatsOf(check))?.startedAt).toBeNull();
  expect(await beat(`${at}/start`, { method: 'POST' })).toEqual({ ...ok, slow: false });
  expect((await beatsOf(check))?.startedAt).not.toBeNull();
  expect(await beat(`${at}/3`)).toEqual({ ...ok, slow: false });
  expect((await beatsOf(check))?.failedAt).not.toBeNull();
  const named = await beat(at, { headers: { host: 'BEATS.example:8443' } });
  expect(named).toEqual({ ...ok, slow: false });
  const longWays: Asked[] = [
    { method: 'POST', body: 'the output of a job' },
    { headers: { host: 'status.other.example' } },
    { headers: { 'x-forwarded-host': 'bell.example' } },
  ];
  for (const asked of longWays) expect(await beat(at, asked), JSON.stringify(asked)).toEqual({ ...ok, slow: true });
  expect(await beat(at, { method: 'HEAD' })).toEqual({ status: 200, text: '', slow: true });
});

it('what is no beat of ours is refused, and nothing is recorded', async () => {
  const { check, token } = await addJob();
  const stranger = `${house.newOrg()}.${token?.split('.')[1]}`;
  for (const path of [stranger, `${token}x`, 'nobody', `${org}.`]) expect((await beat(`/in/beat/${path}`)).status, path).toBe(404);
  for (const word of ['done', '256', '-1']) expect((await beat(`/in/beat/${token}/${word}`)).status, word).toBe(404);
  expect((await beat(`/in/beat/${'a'.repeat(5_000)}`)).status).toBe(404);
  expect(await beatsOf(check)).toEqual({ okAt: null, startedAt: null, failedAt: null });
});

it('a job that was known and is removed beats nothing any more; many at once are each told their own', async () => {
  const kept = await addJob();
  const gone = await addJob();
  const at = (job: typeof kept) => `/in/beat/${job.token}`;
  expect([(await beat(at(kept))).status, (await beat(at(gone))).status]).toEqual([200, 200]);
  await removeCheck(house.scope(org, 'owner'), { check: gone.check });
  const paths = Array.from({ length: 60 }, (_, nth) => at(nth % 2 === 0 ? kept : gone));
  const statuses = await Promise.all(paths.map(async (path) => (await beat(path)).status));
  expect(statuses).toEqual(paths.map((path) => (path === at(kept) ? 200 : 404)));
});
