import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLog } from '../log/open-log.ts';
import { openTestHouse, type TestHouse } from '../testing/open-test-house.ts';
import { openJobs } from './open-jobs.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(async () => house[Symbol.asyncDispose]());

test('a job runs, runs again when it fails, waits for its time, and outlives the process that queued it', async () => {
  const log = openLog('silent');
  const seen: string[] = [];
  let failures = 1;
  const declare = (jobs: ReturnType<typeof openJobs>) =>
    jobs.define<{ name: string }>('test.note', async ({ name }) => {
      if (name === 'flaky' && failures-- > 0) throw new Error('not yet');
      seen.push(name);
    });

  const first = openJobs(house.state.url, log);
  declare(first);
  await first.send('test.note', { name: 'queued before the stop' });
  await first.send('test.note', { name: 'later' }, { at: new Date(Date.now() + 3_600_000) });
  await first.send('test.note', { name: 'once' }, { key: 'k' });
  await first.send('test.note', { name: 'once' }, { key: 'k' });
  await first.stop();

  const second = openJobs(house.state.url, log);
  declare(second);
  await second.start();
  await second.send('test.note', { name: 'flaky' });
  await expect.poll(() => [...seen].sort(), { timeout: 20_000, interval: 100 }).toEqual(['flaky', 'once', 'queued before the stop']);
  await second.stop();
});

test('what nobody defined is refused, and so is a second definition', async () => {
  const jobs = openJobs(house.state.url, openLog('silent'));
  await expect(jobs.send('test.unknown', {})).rejects.toThrow('Nobody defined');
  jobs.define('test.one', async () => undefined);
  expect(() => jobs.define('test.one', async () => undefined)).toThrow('defined twice');
});
