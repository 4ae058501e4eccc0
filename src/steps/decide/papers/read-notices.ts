import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, OrgId, ShopId } from '#kernel/ids.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import { choiceOf, countOf, type Facts, listOf } from '../checks/facts.ts';
import { readIncidentSignals } from '../read-incident-signals.ts';
import { findCase } from '../readers.ts';
import { readVersion } from '../store.ts';
import { type ControllerNotice, draftControllerNotice } from './controller-notice.ts';
import { type ControllerRow, papersTables } from './papers-tables.ts';

/** One controller with the shops of theirs that a case concerns, and what they are told. */
export interface ControllerPart {
  /** The first of the shops: names the part in addresses. */
  readonly key: ShopId;
  readonly shops: readonly ShopId[];
  /** Null while nobody stated whose these data are. */
  readonly stated: ControllerRow | null;
  readonly notice: ControllerNotice;
}

/** What each controller of a case is told; empty when the organisation is a controller itself. A shop that nobody stated a controller for stands alone. */
export async function readControllerParts(house: Pick<House, 'state'>, db: Tx, org: OrgId, id: CaseId): Promise<ControllerPart[]> {
  const row = await findCase(db, id);
  const { facts } = await readVersion(db, id);
  if (choiceOf(facts, 'role') !== 'processor') return [];
  const signals = row.incident_id === null ? [] : await readIncidentSignals(db, org, row.incident_id);
  const names = new Map<string, string>((await listShops(db)).map((shop) => [shop.id, shop.name]));
  const concerned = [...new Set<ShopId>([row.shop_id, ...signals.map((signal) => signal.shop)].filter((shop) => shop !== null))].sort();
  if (concerned.length === 0) return [];
  const stated = new Map<string, ControllerRow>(
    (await papersTables(db).selectFrom('shop_controllers').selectAll().where('shop_id', 'in', concerned).execute()).map((one) => [
      one.shop_id,
      one,
    ]),
  );
  const groups = Map.groupBy(concerned, (shop) => {
    const one = stated.get(shop);
    return one ? JSON.stringify([one.name, one.contact, one.language]) : shop;
  });
  const processor = (await listOrganisations(house.state)).find((one) => one.id === org)?.name ?? org;
  return [...groups.values()].flatMap((shops): ControllerPart[] => {
    const [key] = shops;
    if (key === undefined) return [];
    const who = stated.get(key) ?? null;
    const head = {
      language: who?.language ?? ('en' as const),
      case: row.number,
      controller: { name: who?.name ?? '', contact: who?.contact ?? '' },
      processor,
      awareAt: row.aware_at.toISOString(),
    };
    const named = shops.map((shop) => ({ id: shop, name: names.get(shop) ?? shop }));
    return [{ key, shops, stated: who, notice: draftControllerNotice(head, named, signals, groups.size === 1 ? wholeOf(facts) : null) }];
  });
}

/** One part by its first shop. Throws NOT_FOUND. */
export async function readControllerPart(
  house: Pick<House, 'state'>,
  db: Tx,
  org: OrgId,
  id: CaseId,
  shop: string,
): Promise<ControllerPart> {
  const part = (await readControllerParts(house, db, org, id)).find((one) => one.key === shop);
  if (!part) throw new ShopbellError('NOT_FOUND', { what: 'controller' });
  return part;
}

function wholeOf(facts: Facts) {
  const text = (name: 'occurredFrom' | 'occurredTo' | 'remedies') => {
    const fact = facts[name];
    return fact && fact.certainty !== 'unknown' && typeof fact.value === 'string' && fact.value !== '' ? fact.value : null;
  };
  return {
    categories: listOf(facts, 'categories').items,
    people: countOf(facts, 'people'),
    occurredFrom: text('occurredFrom'),
    occurredTo: text('occurredTo'),
    measures: text('remedies'),
  };
}
