import { overhearBrowser } from '#engines/browser/overhear-browser.ts';
import type { House } from '#engines/house.ts';
import { type Ears, overhearHttp } from '#engines/http/overhear-http.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { openEye, rowOfSeen, type SeenRow } from '#personal-data/index.ts';
import type { findShop } from '#registry/index.ts';
import type { TestAccounts } from './collectors/accounts/test-accounts.ts';
import type { Outside } from './collectors/collect-options.ts';

type Shop = Awaited<ReturnType<typeof findShop>>;

/**
 * The engines of an inspection, with everything that the shop answers looked through for other people's data. `keep` writes what was seen,
 * as keyed hashes, to telemetry, where detect counts it; that it cannot does not stop an inspection.
 */
export function lookThroughAnswers(house: House, org: OrgId, shop: Shop, accounts: TestAccounts | null) {
  const rows: SeenRow[] = [];
  const eye = openEye({
    now: () => house.clock.now(),
    own: [shop.url, shop.contact.address, `phone ${shop.contact.phone}`, shop.privacyContact.address],
    declared: [accounts?.first, accounts?.second].flatMap((one) => (one ? [one.address, one.password] : [])),
  });
  const means = { shop: shop.id, source: 'inspect', mac: (purpose: string, text: string) => house.secrets.mac(org, purpose, text) };
  const ears: Ears = {
    sent: ({ url, body }) => eye.send(`${url} ${typeof body === 'string' ? body : ''}`),
    answered: (answer) => {
      try {
        if (eye.isShops(answer.url)) rows.push(...eye.see(answer).map((seen) => rowOfSeen(means, seen)));
      } catch (thrown) {
        house.log.warn('an answer could not be looked through', { shop: shop.id, reason: messageOf(thrown) });
      }
    },
  };
  const outside: Outside = {
    ...{ journeys: house.journeys, resolver: house.resolver, clock: house.clock, random: house.random },
    http: overhearHttp(house.http, ears),
    browser: overhearBrowser(house.browser, ears, (url) => eye.isShops(url)),
  };
  const keep = async (): Promise<void> => {
    if (rows.length === 0) return;
    try {
      await house.telemetry.insert(org, 'sightings', rows);
    } catch (thrown) {
      house.log.warn('what was seen in answers could not be stored', { shop: shop.id, reason: messageOf(thrown), rows: rows.length });
    }
  };
  return { outside, keep };
}
