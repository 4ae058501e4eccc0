import { type Check, found, pass, unknown } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { percent, SHOWN, UNGUESSABLE, withOrders } from './read-orders.ts';

/** Whether orders are shown to people who are not signed in. */
export const orderPagesOpen: Check = {
  meta: {
    id: 'order-pages-open',
    area: 'accounts',
    title: 'An order’s page is not shown without a session',
    severity: 'critical',
    requires: ['accounts'],
    owner: 'Anybody who counts through order numbers reads names, addresses and goods of all your customers.',
    remedy:
      'Show an order only to the customer who is signed in and owns it; for guests use a link with at least 128 random bits that ends.',
    references: ['CWE-306', 'CWE-639', 'ASVS 5.0 8.2.2', 'WSTG-ATHZ-02'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withOrders(inspection, (orders) => {
      const asked = orders.flatMap(({ stranger, ...order }) => (stranger.kind === 'got' ? [{ ...order, shown: stranger.value }] : []));
      if (asked.length === 0) return unknown(orders[0]?.stranger.kind === 'unknown' ? orders[0].stranger.reason : 'No order was asked.');
      const open = asked.filter(({ shown }) => shown.share >= SHOWN);
      if (open.length === 0)
        return pass(`own orders without a session: ${asked.map(({ shown }) => percent(shown.share)).join(', ')} of their text`, 'request');
      const shapes = new Map(open.map((order) => [order.shape, order]));
      return found(
        [...shapes.values()].map(({ shape, id, shown }) => ({
          key: shape,
          severity: id.bits >= UNGUESSABLE ? 'low' : 'critical',
          title:
            id.bits >= UNGUESSABLE
              ? 'Whoever has an order’s link reads it without signing in'
              : 'Orders are shown to everybody who guesses their number',
          url: urlOf(inspection, encodeURI(shape)),
          evidence: [
            {
              kind: 'request',
              text: `the test account’s own order without cookies: status ${shown.status}, ${percent(shown.share)} of its text`,
            },
          ],
        })),
      );
    }),
};
