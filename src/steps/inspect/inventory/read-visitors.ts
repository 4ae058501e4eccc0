import type { Scope } from '#engines/verb.ts';
import { messageOf } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { listSources } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { siteOf } from '../collectors/site-of.ts';
import type { Got } from '../inspection.ts';
import type { VisitorHost } from './visitor-host.ts';

const DAYS = 30;
const PAYMENT = '(?i)checkout|payment|onepage|kasse|kasa|platnosc|zahlung|warenkorb|koszyk';

const HOSTS = `
select
  lower(extract(blocked, '^(?:https?|wss?)://([^/?#]+)')) as host,
  arraySort(groupUniqArray(12)(directive)) as directives,
  arraySort(arrayFilter(one -> one != '', groupUniqArray(6)(source_file))) as sources,
  count() as told,
  uniqExact(toDate(received_at)) as days,
  uniqExact(toStartOfHour(received_at)) as hours,
  uniqExact(agent) as agents,
  min(received_at) as first,
  max(received_at) as last
from @reports
where shop_id = {shop:String} and kind in ('csp-violation', 'integrity-violation') and received_at >= {from:DateTime64(3)}
  and startsWith(page, {origin:String})
  and if({path:String} = '', match(page, {words:String}), startsWith(page, concat({origin:String}, {path:String})))
  and host != ''
group by host
order by days desc, hours desc, told desc
limit 300`;

/**
 * Hosts that browsers of visitors reported on the payment page in the last thirty days, other sites only. Times are those of our own clock,
 * which a sender cannot choose. `null` when the shop has no source of reports; why, when they could not be read.
 */
export async function readVisitors(scope: Scope, shop: Shop, paymentPage: string | null): Promise<Got<readonly VisitorHost[]> | null> {
  const { house, org } = scope;
  if (!(await hasReports(scope, shop.id))) return null;
  const { origin } = new URL(shop.url);
  try {
    const rows = await house.telemetry.query<Omit<VisitorHost, 'reports'> & { readonly told: number }>(org, HOSTS, {
      ...{ shop: shop.id, from: new Date(house.clock.now().getTime() - DAYS * DAY), origin, path: paymentPage ?? '', words: PAYMENT },
    });
    const own = siteOf(shop.url);
    const theirs = rows.filter(({ host }) => /^[a-z0-9.:[\]-]{3,255}$/.test(host) && siteOf(`https://${host}`) !== own);
    return { kind: 'got', value: theirs.map(({ told, ...row }) => ({ ...row, reports: told })) };
  } catch (thrown) {
    return { kind: 'unknown', reason: `The reports of visitors’ browsers could not be read: ${messageOf(thrown)}` };
  }
}

async function hasReports({ house, org }: Scope, shop: ShopId): Promise<boolean> {
  const sources = await house.state.inOrg(org, (db) => listSources(db, shop));
  return sources.some((source) => source.kind === 'reports');
}
