import type { House } from '#engines/house.ts';
import { publicHostName } from '#kernel/host-name.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { type HostVerdict, judgeHost } from './judge-host.ts';
import { statusTables } from './store.ts';

/** The TXT record by which a shop proves that a name is its own: derived from the key, so the same whenever it is shown. */
export function hostRecord({ secrets }: Pick<House, 'secrets'>, org: OrgId, shop: ShopId, host: string) {
  const word = secrets.mac(org, 'status-host', `${shop} ${host}`).slice(0, 32);
  return { name: `_shopbell.${host}`, value: `shopbell-status=${word}` } as const;
}

/** Asks name servers about a host name, and judges. Opens no transaction while it waits. */
export async function lookAtHost(house: House, org: OrgId, shop: ShopId, host: string): Promise<HostVerdict> {
  const record = hostRecord(house, org, shop, host);
  const own = publicHostName(new URL(house.publicUrl).hostname);
  const both = (name: string) => Promise.all([house.resolver.ask(name, 'A'), house.resolver.ask(name, 'AAAA')]);
  const [txt, cname, addresses, ours, isContested] = await Promise.all([
    house.resolver.ask(record.name, 'TXT'),
    house.resolver.ask(host, 'CNAME'),
    both(host),
    own === null ? [] : both(own),
    isShownByAnother(house, org, shop, host),
  ]);
  return judgeHost({ word: record.value, txt, cname, addresses, own: own === null ? null : { host: own, addresses: ours }, isContested });
}

function isShownByAnother({ state }: House, org: OrgId, shop: ShopId, host: string): Promise<boolean> {
  return state.everywhere(async (db) => {
    const rows = await statusTables(db)
      .selectFrom('watch_status_hosts')
      .select(['org_id', 'shop_id'])
      .where('host', '=', host)
      .where('has_word', '=', true)
      .execute();
    return rows.some((row) => row.org_id !== org || row.shop_id !== shop);
  });
}
