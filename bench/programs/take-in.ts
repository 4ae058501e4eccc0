// A whole Shopbell that takes in one log: says `begin` when the source is added and `done` when every line is stored and judged.
import { openBenchShop } from './open-bench-shop.ts';

const [folder = '', path = '', lines = '0'] = process.argv.slice(2);
const { running, org, follow } = await openBenchShop(folder);
const { house } = running;
process.stdout.write('begin\n');
await follow(path);
for (let stored = 0; stored < Number(lines); await house.clock.sleep(200)) {
  const rows = await house.telemetry.query<{ n: number }>(org, 'select count() as n from @requests');
  stored = Number(rows[0]?.n ?? 0);
}
await house.clock.sleep(3_000);
process.stdout.write('done\n');
await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await running.stop();
process.exit(0);
