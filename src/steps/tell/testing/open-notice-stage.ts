import { join } from 'node:path';
import { z } from 'zod';
import type { House, Ports } from '#engines/house.ts';
import { startDelivery } from '#engines/ledger/start-delivery.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { type CaseId, type IncidentId, makeId, type OrgId } from '#kernel/ids.ts';
import type { AffectedPerson, CaseBrief, DataCategory } from '#kernel/people.ts';
import { listShops, registerShop } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { caseShredded, decisionMade, factsStated } from '#steps/decide/events.ts';
import { listNotices, reactions } from '../index.ts';

type Cases = Map<string, { brief: CaseBrief; people: AffectedPerson[] }>;
type Make = (key: string, n: number) => AffectedPerson;

/** Stands for the step before this one: writes its events. */
export const tell = defineVerb({
  name: 'test.tell-tell',
  permission: 'machine',
  effect: 'writes',
  input: z.custom<{
    decided?: z.input<typeof decisionMade.payload>;
    stated?: z.input<typeof factsStated.payload>;
    shredded?: z.input<typeof caseShredded.payload>;
  }>(),
  run: async (ctx, event) => {
    if (event.decided) await ctx.record(decisionMade, event.decided);
    if (event.stated) await ctx.record(factsStated, event.stated);
    if (event.shredded) await ctx.record(caseShredded, event.shredded);
    return {};
  },
});

/** A house on which decisions become notices; decide and its people are played, the mail server is real. */
export async function openNoticeStage() {
  const cases: Cases = new Map();
  const house = await openTestHouse(async (folder) => ({
    mailer: await openMailer({ folder: join(folder, 'mail'), keep: 10_000 }),
    ports: portsOf(cases) as Ports,
    publicUrl: 'https://notice.lantern.example',
  }));
  const delivery = await startDelivery(house, reactions);
  const newId = idsOf(house);
  const person = (key: string, number: number, categories: readonly DataCategory[], email?: string) =>
    makePerson(house, key, number, categories, email);
  const usual: Make = (key, n) => person(key, n, n % 3 ? ['name', 'email', 'order-contents'] : ['email']);
  /** A case of so many people that somebody decided to tell, and the notice that was drafted for it. */
  const decidedCase = async (count: number, make: Make = usual) => {
    const org = house.newOrg();
    const shop = await openShop(house, org);
    const id = newId('case');
    const incident = newId('inc');
    const key = house.secrets.newCaseKey(id);
    cases.set(id, { brief: briefOf(shop, incident, key, count), people: Array.from({ length: count }, (_, n) => make(key, n)) });
    const decided = decisionOf(id, incident, shop);
    await tell(house.scope(org), { decided });
    return { org, notice: await drafted(house, org), shop, key, id, decided };
  };
  return {
    house,
    delivery,
    cases,
    newId,
    person,
    decidedCase,
    [Symbol.asyncDispose]: async () => {
      await delivery.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

export type NoticeStage = Awaited<ReturnType<typeof openNoticeStage>>;

/** Stands for decide: cases with people in their envelopes. */
function portsOf(cases: Cases): Pick<Ports, 'caseBrief' | 'affectedPeople'> {
  return {
    caseBrief: async (_org, id) => {
      const known = cases.get(id);
      if (!known) throw new Error(`no case ${id}`);
      return known.brief;
    },
    async *affectedPeople(_org, id) {
      const people = cases.get(id)?.people ?? [];
      for (let at = 0; at < people.length; at += 1000) yield people.slice(at, at + 1000);
    },
  };
}

function idsOf({ clock, random }: House) {
  return <P extends string>(prefix: P) => makeId(prefix, clock.now().getTime(), random.bytes(16));
}

function makePerson(
  house: TestHouse,
  key: string,
  number: number,
  categories: readonly DataCategory[],
  email = `reader${number}@customers.example`,
): AffectedPerson {
  const card = { customer: `c${number}`, name: `Specimen ${number}`, email, language: number % 2 ? 'en' : 'pl', country: 'PL', flags: [] };
  return { id: idsOf(house)('aff'), card: house.secrets.sealWith(key, JSON.stringify(card)), language: card.language, categories };
}

async function openShop(house: TestHouse, org: OrgId): Promise<Shop> {
  await registerShop(house.scope(org, 'owner'), {
    name: 'Paper Lantern',
    url: 'https://lantern.example',
    platform: 'generic',
    allowPrivate: false,
    timeZone: 'Europe/Warsaw',
    country: 'PL',
    contact: { name: 'Customer care', address: 'care@lantern.example', phone: '' },
    privacyContact: { name: 'Data protection officer', address: 'privacy@lantern.example' },
  });
  const [shop] = await house.state.inOrg(org, (db) => listShops(db));
  if (!shop) throw new Error('no shop');
  return shop;
}

function briefOf(shop: Shop, incident: CaseBrief['incident'], key: string, count: number): CaseBrief {
  const at = new Date('2026-11-20T02:01:00Z');
  return {
    number: '2026-001',
    shop: shop.id,
    incident,
    key,
    band: 'high',
    cause: 'attack',
    confidentiality: 'unknown-recipients',
    occurredFrom: at,
    occurredTo: at,
    firstSignalAt: at,
    categories: ['name', 'email', 'order-contents'],
    remedies: null,
    people: { atLeast: count, atMost: count },
  };
}

function decisionOf(id: CaseId, incident: IncidentId, shop: Shop) {
  return {
    case: id,
    incident,
    shop: shop.id,
    version: 1,
    register: 'yes',
    authority: 'yes',
    people: 'yes',
    reasons: [],
    open: [],
    decidedBy: 'per_decider',
  } satisfies z.input<typeof decisionMade.payload>;
}

async function drafted(house: TestHouse, org: OrgId) {
  for (let tries = 0; tries < 200; tries++) {
    const [notice] = await house.state.inOrg(org, listNotices);
    if (notice) return notice;
    await house.clock.sleep(25);
  }
  throw new Error('no notice was drafted');
}
