import { describe, expect, it } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { type OrderLines, readOrderFile } from './read-order-file.ts';

const options = { name: 'orders.csv', toldBy: 'shop', zone: 'Europe/Warsaw' } as const;

async function read(content: string | Uint8Array, chunk = 7): Promise<OrderLines> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const batches: OrderLines[] = [];
  for await (const batch of readOrderFile(chunks(), options)) batches.push(batch);
  const [first] = batches;
  if (first === undefined) throw new Error('no batch came');
  return { ...first, steps: batches.flatMap((one) => one.steps), rejected: batches.flatMap((one) => one.rejected) };
}
const brief = ({ steps }: OrderLines): string[] =>
  steps.map((one) => `${one.order} ${one.toldBy} ${one.step} ${new Date(one.at).toISOString()} ${one.amount} ${one.currency}`);

it('times as spreadsheets of half of Europe write them, and nothing where day and month could be either', async () => {
  const lines = ['order;placed;total;currency'];
  const times = ['2.11.2026 9:05', '02.11.2026, 09:05:30', '2. 11. 2026 9.05', '02.11.2026', '31.02.2026', '11/02/2026 09:05'];
  const told = await read([...lines, ...times.map((time, nth) => `${nth + 1};${time};1,50;EUR`)].join('\r\n'));
  expect(brief(told).map((line) => line.split(' ')[3])).toEqual([
    ...['2026-11-02T08:05:00.000Z', '2026-11-02T08:05:30.000Z', '2026-11-02T08:05:00.000Z', '2026-11-01T23:00:00.000Z'],
  ]);
  expect(told.rejected.map(({ line }) => line)).toEqual([6, 7]);
});

describe('files of known programs', () => {
  it('orders of Shopify: one line an article, times with their zone', async () => {
    const read1 = await read(
      [
        'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Total,Created at,Cancelled at,Payment Method,Refunded Amount',
        '#1001,a@shop.example,paid,2026-11-02 10:01:00 +0100,fulfilled,2026-11-03 15:00:00 +0100,EUR,129.90,2026-11-02 10:00:00 +0100,,Card,0.00',
        '#1001,a@shop.example,,,,,,,2026-11-02 10:00:00 +0100,,,',
        '#1002,b@shop.example,refunded,2026-11-02 11:01:00 +0100,,,EUR,59.00,2026-11-02 11:00:00 +0100,2026-11-02 12:00:00 +0100,Card,59.00',
      ].join('\n'),
    );
    expect(read1.kind).toBe('shopify-orders');
    expect(brief(read1)).toEqual([
      '1001 shop placed 2026-11-02T09:00:00.000Z 12990 EUR',
      '1001 shop paid 2026-11-02T09:01:00.000Z 12990 EUR',
      '1001 shop handed-over 2026-11-03T14:00:00.000Z 0 EUR',
      '1002 shop placed 2026-11-02T10:00:00.000Z 5900 EUR',
      '1002 shop paid 2026-11-02T10:01:00.000Z 5900 EUR',
      '1002 shop cancelled 2026-11-02T11:00:00.000Z 0 EUR',
      '1002 shop refunded 2026-11-02T11:00:00.000Z 5900 EUR',
    ]);
    expect(JSON.stringify(read1.steps)).not.toContain('@');
  });
  it('payments of Stripe: the number from metadata, else from the description', async () => {
    const told = await read(
      [
        'id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Status,order_id (metadata),Refunded date (UTC)',
        'ch_1,,2026-11-02 09:01:00,"1,129.90",0.00,pln,Paid,1001,',
        'ch_2,Practice Shop - Order 1002,2026-11-02 10:01:00,"0,50","0,50",pln,Refunded,,2026-11-05 08:00:00',
        'ch_3,A gift,2026-11-02 10:01:00,5.00,0.00,pln,Paid,,',
        'ch_4,Order 1003,2026-11-02 10:01:00,5.00,0.00,pln,Failed,,',
      ].join('\r\n'),
    );
    expect(told).toMatchObject({ kind: 'stripe-payments', rejected: [{ line: 4, reason: 'it names no order' }] });
    expect(brief(told)).toEqual([
      '1001 payment paid 2026-11-02T08:01:00.000Z 112990 PLN',
      '1002 payment paid 2026-11-02T09:01:00.000Z 50 PLN',
      '1002 payment refunded 2026-11-05T07:00:00.000Z 50 PLN',
      '1003 payment payment-failed 2026-11-02T09:01:00.000Z 500 PLN',
    ]);
  });
});

describe('our own columns', () => {
  it('one order a line, with semicolons, a mark before the text and local times', async () => {
    const told = await read(
      '\uFEFForder;placed_at;paid;shipped_at;total;currency\r\n1001;2026-07-02 10:00;2026-07-02T10:01:30Z;;129,90;PLN\r\n',
    );
    expect(brief(told).sort()).toEqual([
      '1001 shop paid 2026-07-02T10:01:30.000Z 12990 PLN',
      '1001 shop placed 2026-07-02T08:00:00.000Z 12990 PLN',
    ]);
  });
  it('a part paid by a gift card is a payment of its own', async () => {
    const told = await read(
      'order,placed,paid,total,currency,method,credit\n1,2026-07-02,2026-07-02,100.00,EUR,card,30.00\n2,2026-07-02,2026-07-02,20.00,EUR,card,50.00\n',
    );
    expect(told.steps.map(({ order, step, amount, method }) => `${order} ${step} ${amount} ${method}`)).toEqual([
      ...['1 placed 10000 card', '1 paid 7000 card', '1 paid 3000 gift-card', '2 placed 2000 card', '2 paid 2000 gift-card'],
    ]);
  });
  it('one step a line', async () => {
    const told = await read(
      'order,step,at,system,amount,currency\n#7,shipped,2026-07-02T10:00:00Z,courier,,\n7,refunded,2026-07-09,payment,-5.00,EUR\n8,lost,2026-07-02,,,\n',
    );
    expect(brief(told)).toEqual([
      '7 courier handed-over 2026-07-02T10:00:00.000Z 0 ',
      '7 payment refunded 2026-07-08T22:00:00.000Z 500 EUR',
    ]);
    expect(told.rejected).toMatchObject([{ line: 4 }]);
  });
  it('UTF-16 is read, numbers with letters too', async () => {
    const text = Buffer.from('\uFEFForder,placed,total,currency\nZ/2026-11/7ą,2026-11-02,5.00,EUR\n', 'utf16le');
    expect((await read(text)).steps).toMatchObject([{ order: 'Z/2026-11/7ą', amount: 500 }]);
  });
});

describe('bad files', () => {
  it.each([
    ['nothing', ''],
    ['blank lines', '\r\n\n'],
    ['another heading', 'a,b,c\n1,2,3\n'],
    ['no text', '\0\0\0\n\0\0'],
    ['a quote that never ends', 'order,placed\n"1001,2026-11-02\n'],
  ])('%s is refused with a reason', async (_, content) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'ORDER_FILE_INVALID', details: { file: 'orders.csv' } });
  });
  it('what breaks while it is read is told as it is, and the source is let go', async () => {
    let isClosed = false;
    async function* breaking() {
      try {
        yield Buffer.from('order,placed\n1,2026-11-02\n');
        throw new ShopbellError('TOO_LARGE', { what: 'The body', limit: 5 });
      } finally {
        isClosed = true;
      }
    }
    const all = async () => {
      for await (const batch of readOrderFile(breaking(), options)) expect(batch.kind).toBe('orders');
    };
    await expect(all()).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(isClosed).toBe(true);
  });
  it('a line longer than any order’s is refused, not held', async () => {
    await expect(read(`order,placed\n1,"${'x'.repeat(2_000_000)}"\n`, 65_536)).rejects.toMatchObject({ code: 'ORDER_FILE_INVALID' });
  });
  it('a bad line is told with its number, the others are read', async () => {
    const told = await read(
      [
        'order,placed,total,currency',
        '1,2026-13-02,5,EUR',
        '2,2026-02-30,5,EUR',
        ',2026-11-02,5,EUR',
        '4,2026-11-02,five,EUR',
        '5,2026-11-02,5,EURO',
        '6,2026-11-02,5,EUR,more',
        '7,2026-11-02,5,EUR',
      ].join('\n'),
    );
    expect(told.rejected.map((one) => one.line)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(told.steps.map((one) => one.order)).toEqual(['7']);
  });
});
