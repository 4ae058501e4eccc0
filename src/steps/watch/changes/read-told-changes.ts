import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { ShopChange, ShopChangeKind } from '#kernel/shop-change.ts';

/** Events by which a shop tells that somebody changed it. */
const EVENTS: Readonly<Record<string, ShopChangeKind>> = {
  'shop.config.changed': 'config',
  'shop.content.changed': 'content',
  'shop.extension.installed': 'extension',
};

interface Asked {
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly from: Date;
  readonly to: Date;
}

/** What a shop's own events tell of its configuration, content and extensions in that time: one line a minute and thing, the last twenty. */
export async function readToldChanges(telemetry: House['telemetry'], { org, shop, from, to }: Asked): Promise<ShopChange[]> {
  const rows = await telemetry.query<{ name: string; what: string; first: number }>(
    org,
    `select name, what, min(ms) as first from (
       select name, JSONExtractString(attributes, 'shop.change.what') as what, toUnixTimestamp64Milli(at) as ms from @application_events
       where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and name in {names:Array(String)})
     group by name, what, intDiv(ms, 60000) order by first desc limit 20`,
    { shop, from, to, names: Object.keys(EVENTS) },
  );
  return rows.map(({ name, what, first }) => ({
    at: new Date(Number(first)),
    what: EVENTS[name] ?? 'config',
    name: what.slice(0, 200),
    href: null,
    by: null,
  }));
}
