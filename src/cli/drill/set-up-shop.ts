import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import type { Actor, Role } from '#kernel/event.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import type { PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { addSource, changeShop, createOrganisation, registerShop } from '#registry/index.ts';
import { addContact } from '#steps/respond/index.ts';

export interface Rehearsal {
  readonly org: OrgId;
  readonly shop: ShopId;
  /** The scope of one of the people who take part. */
  as(role: Role, name: string): Scope;
}

/** Address at which the drill's owner is paged; it is caught by the local mailbox. */
export const PAGED = 'owner-on-call@practice-shop.test';

/** Registers the practice shop as its owner would on the setup page: by the same verbs. */
export async function setUpShop(house: House, practice: PracticeShop): Promise<Rehearsal> {
  const org = makeId('org', house.clock.now().getTime(), house.random.bytes(16));
  const as = (role: Role, name: string): Scope => ({
    house,
    org,
    actor: { kind: role === 'system' ? 'system' : 'person', id: name, role },
  });
  const owner = as('owner', 'drill-owner');
  await createOrganisation(as('system', 'drill'), { name: 'Practice Shop' });
  const { shop } = await registerShop(owner, {
    name: 'Practice Shop North',
    url: practice.url,
    platform: 'practice',
    allowPrivate: true,
    timeZone: 'Europe/Warsaw',
    country: 'PL',
    contact: { name: 'Customer care', address: 'care@practice-shop.test', phone: '+48 00 000 00 00' },
    privacyContact: { name: 'Data-protection officer', address: 'privacy@practice-shop.test' },
  });
  await changeShop(owner, { shop, change: { directoryUrl: practice.directory.url, directoryKey: practice.directory.key } });
  await addSource(owner, { kind: 'file', shop, name: 'access log', path: practice.logPath });
  await addContact(owner, { name: 'Owner on call', kind: 'mail', address: PAGED });
  return rehearsalOf(house, org, shop);
}

/** The people who take part in a rehearsal on this shop. */
export function rehearsalOf(house: House, org: OrgId, shop: ShopId): Rehearsal {
  return { org, shop, as: (role, name) => ({ house, org, actor: actorOf(role, name) }) };
}

function actorOf(role: Role, id: string): Actor {
  return { kind: role === 'system' ? 'system' : 'person', id, role };
}
