import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reconciledShape } from '#steps/watch/index.ts';
import { reconciledInWords } from './reconciled-in-words.ts';
import { type ReconcileFiles, runReconcile } from './run-reconcile.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-reconcile-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
const settings = { country: 'PL', zone: 'Europe/Warsaw', shipDays: 2, cutOff: 720, asOf: null, most: 20 };
const day = (nth: number): string => `2026-11-${String(nth).padStart(2, '0')}`;
const fineOrders = [2, 3, 4, 5, 6, 9, 10].map((nth) => `${2000 + nth},${day(nth)} 09:00,${day(nth)} 09:01,${day(nth)} 15:00,,10.00,PLN`);
const finePayments = [2, 3, 4, 5, 6, 9, 10].map((nth) => `ch_${nth},Order ${2000 + nth},${day(nth)} 09:01:00,10.00,0.00,pln,Paid`);
const orders = file('orders.csv', [
  'order,placed,paid,shipped,cancelled,total,currency',
  `1001,${day(2)} 10:00,${day(2)} 10:01,${day(3)} 15:00,,10.00,PLN`,
  `1002,${day(2)} 11:00,,,${day(2)} 12:00,59.00,PLN`,
  `1003,${day(2)} 11:30,${day(2)} 11:31,,,20.00,PLN`,
  ...fineOrders,
]);
const payments = file('stripe.csv', [
  'id,Description,Created (UTC),Amount,Amount Refunded,Currency,Status',
  `ch_a,Order 1001,${day(2)} 10:01:00,10.00,0.00,pln,Paid`,
  `ch_b,Order 1001,${day(2)} 10:02:00,10.00,0.00,pln,Paid`,
  `ch_c,Order 1002,${day(2)} 11:01:00,59.00,0.00,pln,Paid`,
  `ch_d,Order 1003,${day(2)} 11:31:00,20.00,0.00,pln,Paid`,
  ...finePayments,
]);
const run = (files: ReconcileFiles, change: Partial<typeof settings> = {}) => runReconcile(files, { ...settings, ...change });

it('finds what was paid twice, cancelled with the money kept, and not sent, and leaves no trace', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('shopbell-reconcile-')).length;
  const document = await run({ shop: [orders], payment: [payments] });
  expect(reconciledShape.parse(document)).toEqual(document);
  expect(
    document.troubles.map(({ trouble, list }) => `${trouble} ${list.map((one) => `${one.order} ${one.minor} ${one.currency}`)}`),
  ).toEqual(['paid-cancelled 1002 5900 PLN', 'paid-twice 1001 1000 PLN', 'not-shipped 1003 2000 PLN']);
  expect(document).toMatchObject({ orders: 10, states: { done: 7, impossible: 2, overdue: 1 } });
  const words = reconciledInWords(document);
  expect(words).toContain('1 order: paid more than once');
  expect(words).toContain('1003');
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('shopbell-reconcile-')).length).toBe(before);
});

it('as things stood on that day nothing was late yet', async () => {
  const document = await run({ shop: [orders], payment: [payments] }, { asOf: new Date(`${day(2)}T11:00:00Z`) as never });
  expect(document.troubles.map((one) => one.trouble)).toEqual(['paid-twice']);
});

it('one file alone is judged by what it tells', async () => {
  const document = await run({ shop: [orders] });
  expect(document.troubles.map((one) => one.trouble)).toEqual(['not-shipped']);
  expect(reconciledInWords(await run({ shop: [file('empty.csv', ['order,placed,total,currency'])] }))).toContain(
    'No file told of an order.',
  );
});

it('what could not be read is not said to be fine', async () => {
  const broken = file('broken.csv', ['order,paid,amount,currency', `2001,${day(2)} 09:01,ten,PLN`]);
  const half = file('half.csv', ['order,placed,total,currency', `2001,${day(2)} 09:00,10.00,PLN`, 'x,never,10.00,PLN']);
  const whole = file('whole.csv', ['order,placed,total,currency', `2001,${day(2)} 09:00,10.00,PLN`]);
  const words = async (files: ReconcileFiles) => reconciledInWords(await run(files));
  expect(await words({ shop: [whole], payment: [broken] })).toContain(`Nothing was compared with what told of no order: ${broken}.`);
  expect(await words({ shop: [half] })).toContain('Nothing is wrong in what could be read; 1 line could not be.');
  expect(await words({ shop: [whole] })).toContain('Nothing is wrong, as far as these files tell.');
});

it('a missing file, no file and a file of something else are told', async () => {
  await expect(run({ shop: [join(folder, 'nowhere.csv')] })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(run({})).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(run({ erp: [file('other.csv', ['a,b', '1,2'])] })).rejects.toMatchObject({ code: 'ORDER_FILE_INVALID' });
});
