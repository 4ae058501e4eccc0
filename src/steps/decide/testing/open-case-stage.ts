import { z } from 'zod';
import type { Ports } from '#engines/house.ts';
import { startDelivery } from '#engines/ledger/start-delivery.ts';
import { openTestHouse, type TestEngines, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type Id, makeId, type OrgId } from '#kernel/ids.ts';
import type { PersonCard, TouchedRecord } from '#kernel/people.ts';
import { signalRaised } from '#steps/detect/events.ts';
import { incidentContained, incidentGrew, incidentOpened } from '#steps/respond/events.ts';
import { listCases, reactions } from '../index.ts';
import { readVersion } from '../store.ts';

type Opening = z.input<typeof incidentOpened.payload>;

/** Stands for the steps before this one: writes their events. */
export const tell = defineVerb({
  name: 'test.tell-decide',
  permission: 'machine',
  effect: 'writes',
  input: z.custom<{
    raised?: z.input<typeof signalRaised.payload>;
    opened?: Opening;
    grew?: z.input<typeof incidentGrew.payload>;
    contained?: z.input<typeof incidentContained.payload>;
  }>(),
  run: async (ctx, event) => {
    if (event.raised) await ctx.record(signalRaised, event.raised);
    if (event.opened) await ctx.record(incidentOpened, event.opened);
    if (event.grew) await ctx.record(incidentGrew, event.grew);
    if (event.contained) await ctx.record(incidentContained, event.contained);
    return {};
  },
});

interface Directory {
  /** Who is behind a record, by its reference. */
  readonly cards: Map<string, PersonCard>;
  /** Records that an incident's signals touched. */
  readonly touched: Map<string, TouchedRecord[]>;
  down: boolean;
  /** Which shop's directory was asked for how many records. */
  readonly asked: (readonly [string, number])[];
}

/** A house on which incidents become cases, with the steps before decide played by `tell`, and a directory that can be down. */
export async function openCaseStage(engines: TestEngines = {}) {
  const directory: Directory = { cards: new Map(), touched: new Map(), down: false, asked: [] };
  const house = await openTestHouse(() => ({ ...engines, ports: portsOf(directory) as Ports }));
  const delivery = await startDelivery(house, reactions);
  const newId = <P extends string>(prefix: P) => makeId(prefix, house.clock.now().getTime(), house.random.bytes(16));
  /** Waits until every reaction has seen the ledger's head; one that rests after an error is not waited for. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2; quiet++) {
      await house.clock.sleep(60);
      await delivery.settled();
    }
  };
  const leak = async (org: OrgId, records: TouchedRecord[]) => {
    const incident = newId('inc');
    directory.touched.set(incident, records);
    const { shop, signal } = await tellOfLeak(house, org, { incident, shop: newId('shop'), signal: newId('sig'), records: records.length });
    await settle();
    const row = await house.state.inOrg(org, async (db) => (await listCases(db)).find((one) => one.incident_id === incident));
    if (!row) throw new Error('no case was opened');
    return { incident, shop, signal, row };
  };
  return {
    house,
    directory,
    newId,
    settle,
    leak,
    record: (org: OrgId, order: number, customer: string | null, flags: PersonCard['flags'] = []) =>
      makeRecord(house, directory, org, order, customer, flags),
    latest: (org: OrgId, id: Parameters<typeof readVersion>[1]) => house.state.inOrg(org, (db) => readVersion(db, id)),
    [Symbol.asyncDispose]: async () => {
      await delivery.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

export type CaseStage = Awaited<ReturnType<typeof openCaseStage>>;

function portsOf(directory: Directory): Pick<Ports, 'touchedRecords' | 'resolvePeople'> {
  return {
    async *touchedRecords(_org, incident) {
      yield directory.touched.get(incident) ?? [];
    },
    resolvePeople: async (_org, shop, records) => {
      directory.asked.push([shop, records.length]);
      if (directory.down) throw new ShopbellError('DIRECTORY_DOWN', { shop: 'x', reason: 'status 503', records: records.length });
      const people = new Map(
        records.flatMap((record) =>
          directory.cards.has(record.ref) ? [[record.ref as string, directory.cards.get(record.ref)] as const] : [],
        ),
      );
      return {
        people: people as ReadonlyMap<string, PersonCard>,
        unknown: records.map((record) => record.ref).filter((ref) => !directory.cards.has(ref)),
      };
    },
  };
}

function makeRecord(
  house: TestHouse,
  directory: Directory,
  org: OrgId,
  order: number,
  customer: string | null,
  flags: PersonCard['flags'],
): TouchedRecord {
  const ref = house.secrets.sealRef(org, 'order', `${org}-${order}`);
  if (customer)
    directory.cards.set(ref, {
      customer,
      name: `Specimen ${customer}`,
      email: `${customer}@customers.example`,
      language: 'pl',
      country: 'PL',
      flags,
    });
  const at = new Date('2026-11-20T02:10:00Z');
  return { kind: 'order', ref, categories: ['name', 'email', 'postal-address', 'order-contents'], first: at, last: at, times: 1 };
}

interface Leak {
  readonly incident: Id<'inc'>;
  readonly shop: Id<'shop'>;
  readonly signal: Id<'sig'>;
  readonly records: number;
}

async function tellOfLeak(house: TestHouse, org: OrgId, { incident, shop, signal, records }: Leak): Promise<Leak> {
  const categories = ['name', 'email', 'postal-address', 'order-contents'] as const;
  await tell(house.scope(org), {
    raised: {
      signal,
      shop,
      rule: 'record-enumeration',
      title: 'Orders read one after another',
      level: 'high',
      actor: { address: '203.0.113.7' },
      firstSeen: '2026-11-20T02:01:00Z',
      lastSeen: '2026-11-20T02:20:00Z',
      count: 60,
      succeeded: 'yes',
      touched: [{ kind: 'order', distinct: records }],
      categories: [...categories],
    },
    opened: {
      incident,
      shop,
      title: 'Orders read one after another',
      severity: 'high',
      source: { kind: 'signal', id: signal },
      touchesPeople: true,
      firstSeen: '2026-11-20T02:01:00Z',
      categories: [...categories],
    },
  });
  return { incident, shop, signal, records };
}
