import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, OrgId, ShopId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { listOrganisations, listShops } from '#registry/index.ts';
import { decideObligations } from '../checks/decide-obligations.ts';
import { type Answer, choiceOf, countOf, type Facts, listOf } from '../checks/facts.ts';
import { readIncidentSignals, type Signal } from '../read-incident-signals.ts';
import { findCase } from '../readers.ts';
import { type CaseRow, readVersion } from '../store.ts';
import { lawTables } from '../tables.ts';
import { type ControllerNotice, draftControllerNotice } from './controller-notice.ts';
import { countOfShops } from './count-of-shops.ts';
import { commonFacts, factsOfController } from './facts-of-controller.ts';
import { type ControllerRow, listSentNotices, papersTables, type SentNoticeRow } from './papers-tables.ts';
import { listParties, type PartyRow } from './parties.ts';

/** One controller with the shops of theirs that a case concerns, and what they are told. */
export interface ControllerPart {
  /** The first of the shops, or `party-1` of a controller that a person named: names the part in addresses. */
  readonly key: string;
  readonly shops: readonly ShopId[];
  /** Null while nobody stated whose these data are. */
  readonly stated: Pick<ControllerRow, 'name' | 'contact' | 'language'> | null;
  /** What a person stated of this part. */
  readonly party: PartyRow | null;
  readonly notice: ControllerNotice;
  /** What happened to this controller's data alone. */
  readonly facts: Facts;
  /** What will be theirs to answer, as far as these facts tell. */
  readonly view: { readonly register: Answer; readonly authority: Answer; readonly people: Answer };
  /** Until when the contract wants them told; null: it says nothing. */
  readonly dueAt: Date | null;
}

interface Work {
  readonly db: Tx;
  readonly row: CaseRow;
  readonly facts: Facts;
  readonly signals: readonly Signal[];
  readonly processor: string;
  readonly names: ReadonlyMap<string, string>;
  /** Whether no other controller is concerned. */
  readonly isAlone: boolean;
}

/** What each controller of a case is told; empty when the organisation is a controller itself. A shop that nobody stated a controller for stands alone. */
export async function readControllerParts(house: Pick<House, 'state'>, db: Tx, org: OrgId, id: CaseId): Promise<ControllerPart[]> {
  const row = await findCase(db, id);
  const { facts } = await readVersion(db, id);
  if (choiceOf(facts, 'role') !== 'processor') return [];
  const signals = row.incident_id === null ? [] : await readIncidentSignals(db, org, row.incident_id);
  const shops = [...new Set<ShopId>([row.shop_id, ...signals.map((signal) => signal.shop)].filter((shop) => shop !== null))].sort();
  const groups = await groupByController(db, shops);
  const parties = (await listParties(db, id)).filter((one) => one.kind === 'controller');
  const byHand = parties.filter((one) => one.shop_id === null || !groups.some(([key]) => key === one.shop_id));
  const work: Work = {
    db,
    row,
    facts,
    signals,
    processor: (await listOrganisations(house.state)).find((one) => one.id === org)?.name ?? org,
    names: new Map<string, string>((await listShops(db)).map((shop) => [shop.id, shop.name])),
    isAlone: groups.length + byHand.length === 1,
  };
  const parts: ControllerPart[] = [];
  for (const [key, own, stated] of groups) {
    const party = parties.find((one) => one.shop_id === key) ?? null;
    parts.push(await partOf(work, { key, shops: own, stated, party }));
  }
  for (const party of byHand) parts.push(await partOf(work, { key: `party-${party.party}`, shops: [], stated: party, party }));
  return parts;
}

/** The shops of each controller, by its first shop. */
async function groupByController(db: Tx, shops: readonly ShopId[]): Promise<(readonly [ShopId, ShopId[], ControllerRow | null])[]> {
  if (shops.length === 0) return [];
  const rows = await papersTables(db).selectFrom('shop_controllers').selectAll().where('shop_id', 'in', shops).execute();
  const stated = new Map<string, ControllerRow>(rows.map((one) => [one.shop_id, one]));
  const groups = Map.groupBy(shops, (shop) => {
    const one = stated.get(shop);
    return one ? JSON.stringify([one.name, one.contact, one.language]) : shop;
  });
  return [...groups.values()].flatMap((own) => {
    const [key] = own;
    return key === undefined ? [] : [[key, own, stated.get(key) ?? null] as const];
  });
}

type Asked = Pick<ControllerPart, 'key' | 'shops' | 'stated' | 'party'>;

async function partOf(work: Work, asked: Asked): Promise<ControllerPart> {
  const { key, shops, stated, party } = asked;
  const { row, facts: all, signals, isAlone } = work;
  const facts = isAlone ? wholeFacts(all, party) : await ownFacts(work, asked);
  const head = {
    language: stated?.language ?? ('en' as const),
    case: row.number,
    controller: { name: stated?.name ?? '', contact: stated?.contact ?? '' },
    processor: work.processor,
    awareAt: row.aware_at.toISOString(),
  };
  const named =
    shops.length === 0 ? [{ id: key, name: stated?.name ?? key }] : shops.map((shop) => ({ id: shop, name: work.names.get(shop) ?? shop }));
  const categories = shops.length < 2 ? listOf(facts, 'categories').items : null;
  // Without a signal a person described the one thing that happened: when it was is everybody's. Else each is told of their own signals.
  const isDescribed = isAlone || signals.length === 0;
  const people = countOf(facts, 'people');
  const told = {
    categories,
    people: people.atLeast === 0 && people.atMost === null ? null : people,
    occurredFrom: isDescribed ? textOf(all, 'occurredFrom') : null,
    occurredTo: isDescribed ? textOf(all, 'occurredTo') : null,
    measures: party && party.measures !== '' ? party.measures : isAlone ? textOf(all, 'remedies') : null,
  };
  const { register, authority, people: toPeople } = decideObligations(facts, lawTables());
  const hours = party?.tell_within_hours ?? null;
  return {
    ...asked,
    facts,
    notice: draftControllerNotice(head, named, signals, told),
    view: { register: register.answer, authority: authority.answer, people: toPeople.answer },
    dueAt: hours === null ? null : new Date(row.aware_at.getTime() + hours * HOUR),
  };
}

/** Nobody else is concerned, so the case's facts are theirs. */
function wholeFacts(facts: Facts, party: PartyRow | null): Facts {
  const { establishedIn: _ours, services: _services, size: _size, ...rest } = facts;
  return factsOfController(rest, [], nothing, party === null ? null : statedPart(party));
}

const nothing = { people: { known: 0, unknownRecords: 0, failed: null, flags: [], untold: [], categories: [] }, records: {} };

async function ownFacts({ db, row, facts, signals }: Work, { shops, party }: Asked): Promise<Facts> {
  const own = signals.filter((signal) => shops.includes(signal.shop));
  const failed = row.collected_at === null ? 'the shop’s directory has not been asked yet' : null;
  const counted = shops.length === 0 ? nothing : await countOfShops(db, row.id, shops, failed);
  return factsOfController(commonFacts(facts), own, counted, party === null ? null : statedPart(party));
}

function statedPart(party: PartyRow) {
  const { people_at_least: atLeast, people_at_most: atMost, categories } = party;
  return { people: atLeast === null ? null : { atLeast, atMost }, categories };
}

function textOf(facts: Facts, name: 'occurredFrom' | 'occurredTo' | 'remedies'): string | null {
  const fact = facts[name];
  return fact && fact.certainty !== 'unknown' && typeof fact.value === 'string' && fact.value !== '' ? fact.value : null;
}

/** One part by its key. Throws NOT_FOUND. */
export async function readControllerPart(
  house: Pick<House, 'state'>,
  db: Tx,
  org: OrgId,
  id: CaseId,
  key: string,
): Promise<ControllerPart> {
  const part = (await readControllerParts(house, db, org, id)).find((one) => one.key === key);
  if (!part) throw new ShopbellError('NOT_FOUND', { what: 'controller' });
  return part;
}

/** What this controller was told, oldest first. Pure. */
export function toldOf({ key, shops }: Pick<ControllerPart, 'key' | 'shops'>, sent: readonly SentNoticeRow[]): readonly SentNoticeRow[] {
  return sent.filter((one) => one.part === key || one.shops.some((shop) => shops.includes(shop)));
}

/** How many controllers of a case were not told yet, at least one while nobody named any; none where the organisation is a controller itself. */
export async function countUntoldControllers(house: Pick<House, 'state'>, db: Tx, org: OrgId, id: CaseId): Promise<number> {
  const { facts } = await readVersion(db, id);
  if (choiceOf(facts, 'role') !== 'processor') return 0;
  const sent = await listSentNotices(db, id);
  const parts = await readControllerParts(house, db, org, id);
  if (parts.length === 0) return sent.length === 0 ? 1 : 0;
  return parts.filter((part) => toldOf(part, sent).length === 0).length;
}
