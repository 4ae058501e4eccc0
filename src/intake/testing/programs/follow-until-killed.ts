import { systemClock } from '#engines/clock/system-clock.ts';
import { openLog } from '#engines/log/open-log.ts';
import { openSecrets } from '#engines/secrets/open-secrets.ts';
import { connectState } from '#engines/state/open-state.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { idShape } from '#kernel/shapes.ts';
import { loadDataMap } from '../../data-map/load-data-map.ts';
import { followFile } from '../../follow/follow-file.ts';
import { houseKeys } from '../../seal-keys.ts';

// Follows a file until it is killed. Loads everything first and begins on SIGUSR2, so that a test can have the next one ready.
const [url = '', folder = '', path = '', rawOrg = ''] = process.argv.slice(2);
const org = idShape('org').parse(rawOrg);
const map = await loadDataMap('practice');
await new Promise<void>((resolve) => {
  const alive = setInterval(() => undefined, 1_000);
  process.once('SIGUSR2', () => {
    clearInterval(alive);
    resolve();
  });
  process.stdout.write('loaded\n');
});
const log = openLog('silent');
const state = connectState(url, log, 2, null);
const engine = await openTelemetry({ path: folder, retentionDays: null });
// A pause between “stored” and “committed” makes it likely that the killing falls there.
const telemetry: typeof engine = {
  ...engine,
  insert: async (...batch) => {
    await engine.insert(...batch);
    process.stdout.write('stored\n');
    await systemClock.sleep(15);
  },
};
await followFile({
  house: { state, telemetry, clock: systemClock, log },
  org,
  source: 'src_1',
  shop: 'shop_1',
  path,
  map,
  keys: houseKeys(openSecrets(new Uint8Array(32).fill(9)), org),
  signal: new AbortController().signal,
  checkDisk: async () => undefined,
  maxAgeMs: 90 * 86_400_000,
});
