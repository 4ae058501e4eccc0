import { type Check, found, pass } from '../check.ts';
import { noTestAccount, urlOf } from './read-accounts.ts';
import { UNGUESSABLE, withOrders } from './read-orders.ts';

/** Whether addresses of orders can be guessed. */
export const orderNumbers: Check = {
  meta: {
    id: 'order-numbers',
    area: 'accounts',
    title: 'Addresses of orders cannot be guessed',
    severity: 'low',
    requires: ['accounts'],
    owner: 'With numbers that count up, one mistake in the shop opens every order, and anybody sees how much you sell.',
    remedy: 'Put a random identifier of at least 64 bits into addresses of orders, and keep the counting number for people.',
    references: ['CWE-340', 'WSTG-ATHZ-04'],
  },
  notFor: noTestAccount,
  judge: (inspection) =>
    withOrders(inspection, (orders) => {
      const guessable = orders.filter(({ id }) => id.bits < UNGUESSABLE);
      if (guessable.length === 0) return pass(`identifiers of ${Math.min(...orders.map(({ id }) => id.bits))} bits and more`, 'request');
      return found(
        [...new Map(guessable.map((order) => [order.shape, order])).values()].map(({ shape, id }) => ({
          ...{ key: shape, severity: 'low', title: 'Addresses of orders can be guessed', url: urlOf(inspection, encodeURI(shape)) },
          evidence: [
            {
              kind: 'request',
              text: `${shape}: a ${id.kind} of ${id.length} signs, at most ${id.bits} bits. No other order was asked for.`,
            },
          ],
        })),
      );
    }),
};
