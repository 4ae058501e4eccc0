import { type ServedRequest, serveRequests } from '#engines/testing/serve-requests.ts';
import type { ApiName } from '../known-apis.ts';
import { allegro, medusa, prestashop, vendure } from './simulate-more-shops.ts';
import { businessCentral, hubspot, inpost, odata, odoo, rest, salesforce, sapBusinessOne } from './simulate-others.ts';
import { mollie, paypal, przelewy24, stripe } from './simulate-payments.ts';
import { magento, shopify, shopware, woocommerce } from './simulate-shops.ts';
import type { Simulate, World } from './world.ts';

const simulations: Readonly<Record<ApiName, Simulate>> = {
  ...{
    woocommerce,
    shopify,
    shopware,
    magento,
    prestashop,
    vendure,
    medusa,
    allegro,
    stripe,
    paypal,
    mollie,
    przelewy24,
    inpost,
    odoo,
    hubspot,
    salesforce,
  },
  ...{ 'business-central': businessCentral, 'sap-business-one': sapBusinessOne, odata, rest },
};

/** What goes wrong with the next questions, to be changed by a test. */
interface Trouble {
  /** So many are answered by 429, with this Retry-After. */
  throttle: number;
  retryAfter: string;
  /** An answer ends in its middle. */
  cutOff: boolean;
  /** Every answer is this one. */
  instead: { readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>> } | null;
}

export interface ServedApi extends Disposable {
  readonly address: string;
  readonly world: World;
  readonly trouble: Trouble;
  /** What was asked so far. */
  readonly asked: ServedRequest[];
}

/** A simulated system on loopback that answers in the real one's format, by its pages, to its keys. */
export async function serveApi(name: ApiName, world: World): Promise<ServedApi> {
  const trouble: Trouble = { throttle: 0, retryAfter: '0', cutOff: false, instead: null };
  const asked: ServedRequest[] = [];
  const { address, stop } = await serveRequests((request) => {
    asked.push(request);
    if (trouble.throttle > 0) {
      trouble.throttle -= 1;
      return { status: 429, headers: { 'retry-after': trouble.retryAfter }, body: '{}' };
    }
    if (trouble.instead !== null) return trouble.instead;
    const { status = 200, body, headers = {} } = simulations[name](world, request) ?? { status: 404, body: { code: 'not_found' } };
    const text = JSON.stringify(body);
    const sent = trouble.cutOff ? text.slice(0, text.length / 2) : text;
    return { status, headers: { 'content-type': 'application/json', ...headers }, body: sent };
  });
  return { address, world, trouble, asked, [Symbol.dispose]: stop };
}
