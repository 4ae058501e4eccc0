import { appendFileSync, copyFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse } from '#engines/testing/open-test-house.ts';
import { type Program, runProgram } from '#engines/testing/run-program.ts';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { houseKeys } from '../seal-keys.ts';
import { followFile } from './follow-file.ts';

const PROGRAM = join(import.meta.dirname, '..', 'testing', 'programs', 'follow-until-killed.ts');
const KILLS = 20;

test('killed at twenty random moments, no line is lost or stored twice', { timeout: 180_000 }, async () => {
  await using house = await openTestHouse();
  const org = house.newOrg();
  const path = join(house.folder, 'access.log');
  const folder = join(house.folder, 'telemetry');
  let written = 0;
  const write = (many: number): void => {
    const stamp = new Date().toUTCString().split(' ');
    const text = Array.from(
      { length: many },
      () => `192.0.2.7 - - [${stamp[1]}/${stamp[2]}/${stamp[3]}:${stamp[4]} +0000] "GET /line/${++written} HTTP/1.1" 200 5 "-" "Agent"\n`,
    );
    appendFileSync(path, text.join(''));
  };
  writeFileSync(path, '');
  const next = (): Program =>
    runProgram(PROGRAM, [house.state.url, folder, path, org], { NODE_COMPILE_CACHE: join(house.folder, 'compiled') });
  const isLoaded = (program: Program): Promise<void> => program.until((line) => line === 'loaded');
  let waiting = next();
  const growing = setInterval(() => write(1 + Math.floor(Math.random() * 40)), 5);
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      const running = waiting;
      await isLoaded(running);
      running.process.kill('SIGUSR2');
      if (kill < KILLS) waiting = next();
      const batches = 1 + Math.floor(Math.random() * 3);
      await running.until(() => running.lines.length > batches);
      await house.clock.sleep(Math.random() * 40);
      if (kill === 7) {
        renameSync(path, `${path}.1`);
        writeFileSync(path, '');
      }
      if (kill === 14) {
        copyFileSync(path, `${path}.0`);
        truncateSync(path);
      }
      await running.end('SIGKILL');
    }
  } finally {
    clearInterval(growing);
    await waiting.end('SIGKILL');
  }
  await using telemetry = Object.assign(await openTelemetry({ path: folder, retentionDays: null }), {
    [Symbol.asyncDispose]: () => telemetry.close(),
  });
  const stopping = new AbortController();
  const following = followFile({
    house: { state: house.state, telemetry, clock: house.clock, log: house.log },
    org,
    source: 'src_1',
    shop: 'shop_1',
    path,
    map: await loadDataMap('practice'),
    keys: houseKeys(house.secrets, org),
    signal: stopping.signal,
    checkDisk: async () => undefined,
    maxAgeMs: 90 * 86_400_000,
  });
  const count = async () => {
    const [row] = await telemetry.query<{ lines: number; distinct: number }>(
      org,
      'select count() as lines, uniqExact(path) as distinct from @requests',
    );
    return row;
  };
  for (let tries = 0; tries < 200 && ((await count())?.distinct ?? 0) < written; tries++) await house.clock.sleep(50);
  stopping.abort();
  await following;
  expect(await count()).toEqual({ lines: written, distinct: written });
});
