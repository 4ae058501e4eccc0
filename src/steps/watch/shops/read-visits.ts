import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { stagePaths } from './stage-paths.ts';

/** Visitors of an hour, by how far they came; `heard`: requests of any kind. */
export interface VisitHour {
  readonly heard: number;
  readonly visits: number;
  readonly product: number;
  readonly cart: number;
  readonly checkout: number;
}

/** So many weeks tell what is usual in such an hour. */
const WEEKS = 4;
const ROBOTS = '(?i)bot|crawl|spider|slurp|monitor|shopbell|curl|wget|python|headless|^$|^-$';

/** The last hour’s visitors (people, as far as programs name themselves), then those of the same hour one to four weeks before. Only reads. */
export async function readVisits(
  { telemetry }: Pick<House, 'telemetry'>,
  org: OrgId,
  shop: Pick<Shop, 'id' | 'platform'>,
  now: Date,
): Promise<readonly VisitHour[]> {
  const windows = Array.from({ length: WEEKS + 1 }, (_none, week) => now.getTime() - week * 7 * DAY);
  const within = windows.map((_to, nth) => `(at >= {f${nth}:DateTime64(3)} and at < {t${nth}:DateTime64(3)})`);
  const bounds = windows.flatMap((to, nth) => [[`f${nth}`, new Date(to - HOUR)] as const, [`t${nth}`, new Date(to)] as const]);
  const paths = stagePaths(shop.platform);
  const rows = await telemetry.query<VisitHour & { readonly week: number }>(
    org,
    `select week, count() as heard, uniqExactIf(actor, isPage) as visits,
       uniqExactIf(actor, isHuman and match(path, {product:String})) as product,
       uniqExactIf(actor, isHuman and match(path, {cart:String})) as cart,
       uniqExactIf(actor, isHuman and match(path, {checkout:String})) as checkout
     from (
       select actor, path, multiIf(${within.map((one, nth) => `${one}, ${nth}`).join(', ')}, 255) as week,
         status < 400 and not match(agent, {robots:String}) as isHuman, isHuman and route_kind not in ('asset', 'api', 'admin', 'export') as isPage
       from @requests where shop_id = {shop:String} and (${within.join(' or ')}))
     group by week`,
    { ...Object.fromEntries(bounds), ...paths, robots: ROBOTS, shop: shop.id },
  );
  const known = new Map(rows.map((row) => [Number(row.week), row]));
  return windows.map((_to, week) => {
    const row = known.get(week);
    const count = (value: number | undefined): number => Number(value ?? 0);
    return {
      ...{ heard: count(row?.heard), visits: count(row?.visits), product: count(row?.product) },
      ...{ cart: count(row?.cart), checkout: count(row?.checkout) },
    };
  });
}
