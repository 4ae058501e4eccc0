import { expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { View } from '#web/testing/view.tsx';
import { OrdersFlow } from './orders-flow.tsx';

it('what is overdue on the way of the orders leads to those orders, and nothing else is called overdue', async () => {
  const flow = { placed: 9, cancelled: 0, paidBack: 0, unpaid: 1, waiting: 3, fetched: 0, underway: 2, delivered: 3, returned: 0 };
  const row = { subject: '', foremost: 0, amounts: [], since: 0, expected: null };
  const troubles = [
    { ...row, trouble: 'not-shipped', orders: 2 },
    { ...row, trouble: 'paid-twice', orders: 7 },
    { ...row, trouble: 'silent', subject: 'step erp exported', orders: 0 },
  ];
  const html = async (given: typeof troubles) =>
    (
      <View messages={loadMessages(productFiles)} locale="en">
        <OrdersFlow flow={flow} troubles={given} shop={{ id: 'shop_1' }} />
      </View>
    ).toString();
  const whole = await html(troubles);
  expect(whole.match(/href="[^"]*"/g)).toEqual(['href="/watch/orders/shop_1/not-shipped"']);
  expect(whole).toContain('Overdue, of ninety days');
  expect(await html([])).not.toContain('Overdue');
});
