// npx node --import ./src/cli/load-sources.ts bench/programs/write-leaks-daily.ts FOLDER [SEED]: writes the log of a generated shop, a file a day, and truth.json with its leaks.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeShop } from '../leaks-daily/make-shop.ts';
import { shopPlans } from '../leaks-daily/shops.ts';
import { writeLine } from '../leaks-daily/write-line.ts';

const [folder, seed = 'leaks-1'] = process.argv.slice(2);
const plans = shopPlans(seed.replace(/(-clean)?-\d+$/, ''));
const plan = plans.find((one) => one.seed === seed);
if (folder === undefined || plan === undefined) {
  process.stderr.write(`usage: write-leaks-daily FOLDER [SEED], with a seed of ${plans.map((one) => one.seed).join(', ')}\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const shop = makeShop(plan);
for (const day of shop.days) {
  const name = `access-${new Date(day.start).toISOString().slice(0, 10)}.log`;
  writeFileSync(
    join(folder, name),
    shop
      .hitsOf(day)
      .map((hit) => writeLine(hit, plan.fields))
      .join(''),
  );
}
const iso = (at: number): string => new Date(at).toISOString();
const leaks = shop.leaks.map((leak) => ({ ...leak, from: iso(leak.from), to: iso(leak.to) }));
writeFileSync(join(folder, 'truth.json'), `${JSON.stringify({ plan, leaks }, null, 2)}\n`);
