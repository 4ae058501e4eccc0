import type { ApiName } from '../known-apis.ts';
import { known, type World, type WorldOrder } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** So many plain orders, and one to which everything happened: number 1000. The oldest changed last, so that nothing is sorted by chance. */
export function madeWorld(now: number, count: number): World {
  const begin = Math.floor(now / 1_000) * 1_000 - 20 * DAY;
  const orders: WorldOrder[] = Array.from({ length: count }, (_, nth) => {
    const placed = begin + nth * 45 * MINUTE;
    const paid = placed + 2 * MINUTE;
    return {
      n: 1_001 + nth,
      placed,
      changed: paid,
      total: 1_990 + nth,
      paid,
      handed: null,
      delivered: null,
      cancelled: null,
      refund: null,
    };
  });
  const placed = now - (now % 1_000) - 10 * DAY;
  const times = { placed, paid: placed + HOUR, handed: placed + DAY, delivered: placed + 3 * DAY };
  const refund = { at: placed + 5 * DAY, amount: 1_000 };
  orders.push({ n: 1_000, ...times, changed: refund.at, total: 5_990, cancelled: null, refund });
  return { now, orders, tokens: new Set(), logins: 0 };
}

/** What a person fills in for each system, and what it tells of order 1000: step, its time (as the world calls it) and amount. */
export interface Practice {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly path?: string;
  /** How it calls order 1000. */
  readonly order: string;
  readonly tells: readonly string[];
  /** Of how many other orders it tells, of `all`, `none` or those. */
  readonly others: 'all' | 'none';
}

const PLACED = 'placed placed 5990';
const PAID = 'paid paid 5990';
const BACK = 'refunded refund 1000';
const SENT = 'handed-over handed 0';
const DELIVERED = 'delivered delivered 0';
const { key, secret, token, tokenSecret } = known;

export const practices: Readonly<Record<ApiName, Practice>> = {
  woocommerce: { settings: {}, secrets: { key, secret }, order: '1000', others: 'all', tells: [PLACED, PAID, 'refunded changed 1000'] },
  shopify: { settings: {}, secrets: { token }, order: '1000', others: 'all', tells: [PLACED, PAID, SENT, DELIVERED, BACK] },
  shopware: { settings: {}, secrets: { key, secret }, order: '1000', others: 'all', tells: [PLACED, PAID, SENT, 'refunded refund 5990'] },
  magento: {
    settings: {},
    secrets: { key, secret, token, tokenSecret },
    order: '001000',
    others: 'all',
    tells: [PLACED, PAID, SENT, BACK],
  },
  prestashop: { settings: {}, secrets: { key }, order: 'REF1000', others: 'all', tells: [PLACED, PAID, SENT, DELIVERED, BACK] },
  vendure: {
    ...{ settings: { user: 'reader' }, secrets: { password: secret }, path: '/admin-api', order: 'V1000', others: 'all' },
    tells: [PLACED, PAID, SENT, 'delivered handed 0', BACK],
  },
  medusa: {
    settings: {},
    secrets: { key },
    order: '1000',
    others: 'all',
    tells: [PLACED, 'authorised paid 5990', PAID, SENT, DELIVERED, BACK],
  },
  allegro: {
    ...{ settings: {}, secrets: { key, secret, token }, order: 'a1000000-0000-11f0-9000-000000001000', others: 'all' },
    tells: [PLACED, PAID, 'handed-over changed 0', 'delivered changed 0'],
  },
  stripe: { settings: {}, secrets: { key }, order: '1000', others: 'all', tells: [PAID, BACK] },
  paypal: { settings: {}, secrets: { key, secret }, order: '1000', others: 'all', tells: [PAID, BACK] },
  mollie: { settings: {}, secrets: { key }, order: '1000', others: 'all', tells: [PAID, BACK] },
  przelewy24: { settings: { user: '1234' }, secrets: { key }, order: '1000', others: 'all', tells: [PAID] },
  inpost: {
    ...{ settings: { organisation: '77' }, secrets: { token }, order: '1000', others: 'none' },
    tells: ['labelled placed 0', 'handed-over delivered 0', DELIVERED],
  },
  odoo: { settings: { database: 'erp', user: 'reader' }, secrets: { key }, order: '1000', others: 'all', tells: ['exported placed 5990'] },
  hubspot: { settings: {}, secrets: { token }, order: '1000', others: 'all', tells: ['exported placed 5990'] },
  salesforce: { settings: { currency: 'EUR' }, secrets: { key, secret }, order: '1000', others: 'all', tells: ['exported placed 5990'] },
  'business-central': {
    ...{ settings: { tenant: 'ten-1', company: 'c-1', currency: 'EUR' }, secrets: { key, secret }, order: '1000', others: 'all' },
    tells: ['exported changed 5990'],
  },
  'sap-business-one': {
    ...{ settings: { database: 'SBO', user: 'reader', currency: 'EUR' }, secrets: { password: secret }, order: '1000', others: 'all' },
    tells: ['exported placed 5990', SENT],
  },
  odata: {
    settings: {
      ...{
        path: '/SalesOrders',
        changedField: 'LastModified',
        numberField: 'ExternalNumber',
        amountField: 'TotalAmount',
        signIn: 'header',
      },
      ...{ currencyField: 'CurrencyCode', placedField: 'OrderedAt', paidField: 'PaidAt', shippedField: 'ShippedAt', header: 'X-Erp-Key' },
    },
    ...{ secrets: { key }, path: '/odata/v4', order: '1000', others: 'all', tells: [PLACED, PAID, SENT] },
  },
  rest: {
    settings: {
      ...{
        path: 'orders',
        sinceParameter: 'updated_after',
        items: 'data.orders',
        numberField: 'ref',
        amountField: 'sum.value',
        scope: 'orders:read',
      },
      ...{ currencyField: 'sum.currency', exportedField: 'booked', signIn: 'oauth2' },
    },
    ...{ secrets: { key, secret }, path: '/erp', order: '1000', others: 'all', tells: ['exported placed 5990'] },
  },
};
