import { type Check, found, pass, unknown } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { percent, SHOWN, withOrders } from './read-orders.ts';

/** Whether customers read each other’s orders. */
export const orderPagesOwner: Check = {
  meta: {
    id: 'order-pages-owner',
    area: 'accounts',
    title: 'An order’s page is not shown to another customer',
    severity: 'critical',
    requires: ['accounts'],
    owner: 'Anybody with an account reads names, addresses and goods of all your other customers.',
    remedy:
      'Compare the owner of the order with who is signed in at every page, invoice and interface that shows one, and answer 404 otherwise.',
    references: ['CWE-639', 'ASVS 5.0 8.2.2', 'WSTG-ATHZ-04', 'OWASP API1:2023'],
  },
  notFor: (inspection) => noTestAccount(inspection) ?? (inspection.accounts?.given === 'two' ? null : 'no second test account was given'),
  judge: (inspection) =>
    withOrders(inspection, (orders) => {
      const asked = orders.flatMap(({ other, ...order }) => (other?.kind === 'got' ? [{ ...order, shown: other.value }] : []));
      const first = orders[0]?.other;
      if (asked.length === 0) return unknown(first?.kind === 'unknown' ? first.reason : 'No order was asked.');
      const open = asked.filter(({ shown }) => shown.share >= SHOWN);
      if (open.length === 0)
        return pass(`as the second test account: ${asked.map(({ shown }) => percent(shown.share)).join(', ')} of their text`, 'request');
      return found(
        [...new Map(open.map((order) => [order.shape, order])).values()].map(({ shape, shown }) => ({
          ...{ key: shape, severity: 'critical', title: 'One customer reads another’s order', url: urlOf(inspection, encodeURI(shape)) },
          evidence: [
            {
              kind: 'request',
              text: `an order of the first test account, asked by the second: status ${shown.status}, ${percent(shown.share)} of its text`,
            },
          ],
        })),
      );
    }),
};
