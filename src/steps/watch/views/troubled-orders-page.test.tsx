import { expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { View } from '#web/testing/view.tsx';
import { TroubledOrdersPage } from './troubled-orders-page.tsx';

it('says of each order what else is wrong with it, and not again what the page is about', async () => {
  const order = { ref: 'a', since: 0, placed: 0, amount: 500, currency: 'EUR', method: 'card', carrier: '', system: null };
  const html = await (
    <View messages={loadMessages(productFiles)} locale="en">
      <TroubledOrdersPage
        trouble="not-shipped"
        orders={[
          { ...order, trouble: 'label-failed', more: ['not-shipped'] },
          { ...order, ref: 'b', trouble: 'not-shipped', more: [] },
        ]}
        all={2}
        numberOf={(ref) => `number ${ref}`}
      />
    </View>
  ).toString();
  expect(html).toContain('A label failed, and none was made since');
  expect(html).not.toContain('Paid, and not handed over in time');
  expect(html).toContain('number b');
});
