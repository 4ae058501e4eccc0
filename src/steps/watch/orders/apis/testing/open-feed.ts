import { join } from 'node:path';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { registerShop } from '#registry/index.ts';
import { addOrderApi } from '../../../index.ts';
import { readDueFeeds } from '../../feeds/start-reading-feeds.ts';
import { listFeeds } from '../../feeds/store.ts';
import { type ApiName, apiOf } from '../known-apis.ts';
import { practices } from './made-world.ts';
import type { ServedApi } from './serve-api.ts';

export const NOW = new Date('2026-11-20T12:00:00Z');

export const openFeedHouse = (): Promise<TestHouse> =>
  openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: join(folder, 'telemetry') }), http: openHttpClient() }));

export async function openShop(house: TestHouse, { allowPrivate = true } = {}) {
  house.setNow(NOW);
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const { shop } = await registerShop(scope, {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate, timeZone: 'Europe/Warsaw', country: 'PL' },
    ...{ contact: { ...person, phone: '555' }, privacyContact: person },
  });
  return { scope, shop };
}

/** What somebody fills in to ask a simulated system. */
export function filledIn(name: ApiName, served: Pick<ServedApi, 'address'>): Record<string, string> {
  const { settings, path = '' } = practices[name];
  const addresses = apiOf(name).settings.flatMap((one) => (one.as === 'address' ? [one.name] : []));
  const at = Object.fromEntries(addresses.map((one) => [one, one === 'address' ? served.address + path : served.address]));
  if (name === 'rest') at.tokenAddress = `${served.address}/login/token`;
  return { ...settings, ...at };
}

export async function openFeed(house: TestHouse, name: ApiName, served: ServedApi, secrets = practices[name].secrets) {
  const { scope, shop } = await openShop(house);
  const { feed } = await addOrderApi(scope, { shop, api: name, name, settings: filledIn(name, served), secrets: { ...secrets } });
  return { scope, shop, feed, ask: () => askUntilDone(house, scope) };
}

/** Looks until there is no more, as the loop does. */
async function askUntilDone(house: TestHouse, scope: Scope) {
  for (let nth = 0; nth < 200; nth++) {
    await readDueFeeds(house, 'one');
    const [feed] = await house.state.inOrg(scope.org, (db) => listFeeds(db));
    if (feed === undefined) throw new Error('there is no feed');
    if (feed.askedAt?.getTime() === house.clock.now().getTime()) return feed;
  }
  throw new Error('it never came to an end');
}

export const storedIn = (house: TestHouse, scope: Scope) =>
  house.telemetry.query<{ order_ref: string; step: string; ms: number; amount: number; currency: string; n: number }>(
    scope.org,
    `select order_ref, step, toUnixTimestamp64Milli(at) as ms, toFloat64(amount) as amount, any(currency) as currency, count() as n
     from @order_steps group by order_ref, step, their_ref, at, amount, part order by at, step`,
    {},
  );
