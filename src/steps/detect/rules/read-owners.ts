import { DAY } from '#kernel/time.ts';
import type { OwnedRead } from '../checks/judge-ownership.ts';
import type { Area } from '../finding.ts';

/** What an account read, with whose records those are. */
export interface AccountReads {
  readonly actor: number;
  /** Sealed reference. */
  readonly account: string;
  readonly reads: readonly OwnedRead[];
}

const BEFORE = 28 * DAY;
/** More than a customer reads of his own in a month: a program or staff, whose reads say nothing about owners. */
const BROAD = 60;
const MOST_READS = 50_000;

interface Row {
  actor: number;
  one_account: string;
  ref: string;
  ms: number;
}

/**
 * What these accounts read in the four weeks up to the end of the area, each record once a day. Whose it is the shop says (the owner in
 * `shop.record.read`, the buyer in `shop.order.placed`), or it is learned: one other customer alone read it before.
 */
export async function readOwned(area: Area, actors: readonly number[]): Promise<AccountReads[]> {
  if (actors.length === 0) return [];
  const span = { shop: area.shop, from: new Date(area.span.from.getTime() - BEFORE), to: area.span.to };
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select actor, any(account) as one_account, object_ref as ref, toUnixTimestamp64Milli(min(at)) as ms from @reads
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and actor in {actors:Array(UInt64)}
       and account != '' and route_kind != 'admin' and query not like '%=[token]%'
     group by actor, ref, toDate(at) order by ms limit ${MOST_READS}`,
    { ...span, actors },
  );
  const refs = [...new Set(rows.map((row) => row.ref))];
  if (refs.length === 0) return [];
  const told = await readTold(area, span, refs);
  const readers = await readReaders(
    area,
    span,
    refs.filter((ref) => !told.has(ref)),
  );
  return [...Map.groupBy(rows, (row) => row.actor)].map(([actor, own]) => ({
    actor,
    account: own[0]?.one_account ?? '',
    reads: own.map((row) => ({ at: Number(row.ms), record: row.ref, ...ownerOf(row, told, readers) })),
  }));
}

function ownerOf(
  row: Row,
  told: ReadonlyMap<string, string>,
  readers: ReadonlyMap<string, readonly Reader[]>,
): Pick<OwnedRead, 'owner' | 'told'> {
  const said = told.get(row.ref);
  if (said !== undefined) return { owner: said, told: true };
  const before = (readers.get(row.ref) ?? []).filter((reader) => reader.account !== row.one_account && reader.first < Number(row.ms));
  return { owner: before.length === 1 ? (before[0]?.account ?? null) : null, told: false };
}

type Span = { readonly shop: string; readonly from: Date; readonly to: Date };

/** Owners as the shop's own events name them. Staff and programs place orders for others. */
async function readTold(area: Area, span: Span, refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await area.telemetry.query<{ ref: string; owner: string }>(
    area.org,
    `select ref, argMax(said, at) as owner from (
       select arrayJoin(if(notEmpty(object_refs), object_refs, [object_ref])) as ref, at,
         if(name = 'shop.record.read', JSONExtractString(attributes, 'shop.object.owner.id'),
           if(JSONExtractString(attributes, 'shop.actor.kind') in ('staff', 'program'), '', account)) as said
       from @application_events where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
         and name in ('shop.record.read', 'shop.order.placed') and outcome != 'failure')
     where said != '' and ref in {refs:Array(String)} group by ref`,
    { ...span, refs },
  );
  return new Map(rows.map((row) => [row.ref, row.owner]));
}

interface Reader {
  readonly account: string;
  readonly first: number;
}

/** Which customers read each of these records, and since when. */
async function readReaders(area: Area, span: Span, refs: readonly string[]): Promise<ReadonlyMap<string, readonly Reader[]>> {
  if (refs.length === 0) return new Map();
  const rows = await area.telemetry.query<{ ref: string; actor: number; one_account: string; first: number }>(
    area.org,
    `select object_ref as ref, actor, any(account) as one_account, toUnixTimestamp64Milli(min(at)) as first from @reads
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and object_ref in {refs:Array(String)}
       and account != '' and route_kind != 'admin' group by ref, actor limit 200000`,
    { ...span, refs },
  );
  const actors = [...new Set(rows.map((row) => row.actor))];
  const broad = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select actor from @reads where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
       and actor in {actors:Array(UInt64)} group by actor having uniqExact(object_ref) > ${BROAD}`,
    { ...span, actors },
  );
  const left = new Set(broad.map((row) => row.actor));
  return Map.groupBy(
    rows.flatMap((row) => (left.has(row.actor) ? [] : [{ ref: row.ref, account: row.one_account, first: Number(row.first) }])),
    (row) => row.ref,
  );
}
