import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { addMs, DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { addCheck, pauseCheck, recordBeat } from '../index.ts';
import { routes } from '../routes.tsx';
import { listChecks } from '../store.ts';
import { judgeJob, worstFirst } from './judge-job.ts';
import { judgeQueue } from './judge-queue.ts';
import { readQueues } from './read-queues.ts';

const NOW = Date.UTC(2026, 10, 27, 12, 7);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: `${folder}/telemetry`, retentionDays: null }) }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShop() {
  const org = house.newOrg();
  house.setNow(new Date(NOW));
  const scope = house.scope(org, 'owner');
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  /** A point so many minutes ago. */
  const point = (name: string, minutes: number, value: number, attributes: object, more: object = {}) => ({
    ...{ shop_id: shop, source_id: 'src_1', at: new Date(NOW - minutes * MINUTE), received_at: new Date(NOW), service: '', host: 'mq-1' },
    ...{ name, unit: '', kind: 'gauge', value, count: 1, attributes: JSON.stringify(attributes), ...more },
  });
  const page = async (query = '') =>
    (await serveRooms(productFiles, () => scope, { '/watch': routes() }).request(`/watch/queues${query}`)).text();
  const judged = async () =>
    new Map(
      (await readQueues({ telemetry: house.telemetry, org, shop, now: NOW })).map((one) => [one.name, judgeQueue(one, NOW)] as const),
    );
  return { org, scope, shop, point, page, judged };
}

const ago = (from: number, to: number, every = 5): number[] =>
  Array.from({ length: Math.floor((from - to) / every) + 1 }, (_, nth) => from - nth * every);

it('reads each queue by its own exporter, sums parts up, and says which is stuck', async () => {
  const { org, shop, point, judged, page } = await openShop();
  const stranger = await openShop();
  await house.telemetry.insert(org, 'metric_points', [
    ...ago(90, 2).map((at) => point('rabbitmq_queue_messages', at, 7, { queue: 'mails <b>' })),
    ...ago(90, 2).map((at) => point('rabbitmq_queue_head_message_timestamp', at, (NOW - 80 * MINUTE) / 1_000, { queue: 'mails <b>' })),
    ...ago(120, 1).flatMap((at, nth) =>
      ['0', '1'].map((partition) => point('kafka.consumer_group.lag', at, nth % 3, { topic: 'orders', group: 'erp', partition })),
    ),
    ...ago(120, 1).map((at) => point('shop.queue.length', at, 0, { 'queue.name': 'refunds' })),
    ...ago(20 * 60, 60, 60).map((at) => point('shop.queue.length', at, 4, { 'queue.name': 'silent' })),
    point('shop.queue.age', 1, 1_000, { 'queue.name': 'labels' }),
    point('system.cpu.utilization', 1, 1, { queue: 'no queue' }),
    point('shop.queue.length', 1, 9, { 'queue.name': 'another shop' }, { shop_id: stranger.shop }),
    point('shop.queue.length', 26 * 60, 9, { 'queue.name': 'yesterday' }),
  ]);
  const queues = await judged();
  expect(new Map([...queues].map(([name, { state }]) => [name, state]))).toEqual(
    new Map([
      ['mails <b>', 'stuck'],
      ['orders', 'waiting'],
      ['refunds', 'empty'],
      ['silent', 'unwatched'],
      ['labels', 'stuck'],
    ]),
  );
  expect(queues.get('mails <b>')).toMatchObject({ depth: 7 });
  expect(queues.get('mails <b>')?.age).toBeCloseTo(75 * 60, -1);
  expect(queues.get('orders')?.pieces.at(-2)?.most).toBe(4);
  expect(await stranger.judged()).toEqual(new Map());
  const html = await page(`?shop=${shop}`);
  expect(html).toContain('<h1>2 queues are stuck</h1>');
  expect(html.indexOf('mails &lt;b&gt;')).toBeLessThan(html.indexOf('>orders'));
  expect(html).not.toContain('another shop');
});

it('says of each job when it ran, when it is due and how late it is; what never told anything is not fine', async () => {
  const { org, scope, shop, page } = await openShop();
  const add = async (name: string, target: object) => {
    const made = await addCheck(scope, { shop, name, target: { kind: 'heartbeat', grace: 60, ...target } as never });
    return { check: made.check, beat: (word: 'ok' | 'start' | 'fail' = 'ok') => recordBeat(house, made.token ?? '', word) };
  };
  const hourly = await add('hourly', { period: 3_600 });
  const nightly = await add('nightly', { schedule: '0 3 * * *', timeZone: 'Europe/Warsaw' });
  const failed = await add('failed', { period: 3_600 });
  const long = await add('long', { period: 86_400, longest: 600 });
  const running = await add('running', { period: 86_400, longest: 86_400 });
  const paused = await add('paused', { period: 60 });
  await add('never', { period: 60 });
  for (const one of [hourly, failed, long, running, paused]) await one.beat();
  house.setNow(new Date(NOW - 36 * HOUR));
  await nightly.beat();
  house.setNow(new Date(NOW + HOUR));
  await failed.beat('fail');
  for (const one of [long, running]) await one.beat('start');
  await pauseCheck(scope, { check: paused.check, paused: true });
  house.setNow(new Date(NOW + 3 * HOUR));
  const now = house.clock.now();
  const jobs = (await house.state.inOrg(org, (db) => listChecks(db, org))).flatMap((check) => judgeJob(check, now) ?? []).sort(worstFirst);
  expect(jobs.map(({ check, state }) => `${check.name} ${state}`)).toEqual([
    ...['nightly late', 'failed failed', 'hourly late', 'long long', 'never waiting', 'running running', 'paused paused'],
  ]);
  const late = jobs.find(({ check }) => check.name === 'hourly');
  expect(late).toMatchObject({ lastDone: new Date(NOW), due: new Date(NOW + HOUR), lateMs: 2 * HOUR });
  expect(jobs[0]?.due).toEqual(new Date(Date.UTC(2026, 10, 26, 2)));
  expect(await page()).toContain('<h1>4 jobs are late or failed</h1>');
  house.setNow(addMs(now, -2 * DAY));
});

it('says so where nothing tells of itself, and knows no other organisation’s shop', async () => {
  const { page } = await openShop();
  const stranger = await openShop();
  expect(await page()).toContain('No queue or job tells of itself yet');
  expect(await page(`?shop=${stranger.shop}`)).not.toContain('Practice Shop');
});
