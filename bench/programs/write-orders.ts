// Writes a made-up shop's orders as files, a system each, and what is wrong with them:
//   npx node --import ./src/cli/load-sources.ts bench/programs/write-orders.ts FOLDER [SEED [DAYS [ORDERS_A_DAY [SHARE_OF_FAULTS]]]]
// Share 0 is a clean shop. The same seed writes the same files.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCalendar, usualWeek } from '#steps/watch/orders/make-calendar.ts';
import type { MadeStep } from '../orders/made-step.ts';
import { makeOrders } from '../orders/make-orders.ts';

const [folder, seed = 'orders', days = '60', perDay = '50', share = '0.004'] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: write-orders.ts FOLDER [SEED [DAYS [ORDERS_A_DAY [SHARE_OF_FAULTS]]]]\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const open = (name: string, heading: string) => {
  const stream = createWriteStream(join(folder, name));
  stream.write(`${heading}\n`);
  return stream;
};
const HEADING = 'order,step,at,amount,currency,payment,method,carrier,country,device,delivery,part,not_before';
const systems = {
  shop: open('shop.csv', HEADING),
  payment: open('payment.csv', HEADING),
  erp: open('erp.csv', HEADING),
  courier: open('courier.csv', HEADING),
};
const faults = open('faults.csv', 'order,fault,at');
const calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Warsaw', country: 'PL' });
const options = { seed, from: Date.UTC(2026, 0, 5), days: Number(days), perDay: Number(perDay), calendar };
const faulty = Number(share) > 0 ? { faults: Number(share) } : {};
const made = makeOrders({ ...options, ...faulty }, (one) => faults.write(`${one.order},${one.fault},${new Date(one.at).toISOString()}\n`));
for (const steps of made) for (const step of steps) systems[step.system].write(`${lineOf(step)}\n`);
for (const stream of [...Object.values(systems), faults]) stream.end();

function lineOf({
  order,
  step,
  at,
  amount,
  currency = 'PLN',
  their,
  method,
  carrier,
  country,
  device,
  delivery,
  part,
  notBefore,
}: MadeStep): string {
  const money = amount === 0 ? ['', ''] : [(amount / 100).toFixed(2), currency];
  const earliest = notBefore === null ? '' : new Date(notBefore).toISOString();
  return [
    order,
    step,
    new Date(at).toISOString(),
    ...money,
    their,
    method,
    carrier,
    country,
    step === 'placed' ? device : '',
    delivery,
    part,
    earliest,
  ].join(',');
}
