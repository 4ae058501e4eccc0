import { DAY } from '#kernel/time.ts';
import { steadyEnough } from '../checks/steady-days.ts';
import { asHit, type Hit, type HitRow, tellHit } from '../checks/tell-honey.ts';
import type { Area, Finding } from '../finding.ts';
import { HONEY_FOUND, HONEY_MAIL, type Honey } from '../honey/honey.ts';
import { whereInArea } from '../select-rows.ts';
import { readRegulars, readSteadiness } from './read-steadiness.ts';

/**
 * Honey customers: people who do not exist, each in one copy of the shop's data. Nobody has a reason to sign in as one, to read one's
 * record, to write to one or to name one anywhere; whoever does has been in that copy. Counted over the day.
 */
export async function findHoneyUse(area: Area): Promise<Finding[]> {
  const { honeys } = area.knowledge;
  if (honeys.length === 0) return [];
  const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
  const day: Area = { ...area, span: { from, to: area.span.to } };
  const hits = [
    ...(await readSignIns(day, honeys)),
    ...(await leaveRegulars(area, await readReads(day, honeys))),
    ...(await readEvents(day, honeys)),
    ...(await readSightings(day, honeys)),
  ];
  const told = [...Map.groupBy(hits, (hit) => `${hit.honey.id} ${hit.how}`).values()].map(tellHit);
  return told.filter((finding) => Date.parse(finding.lastSeen) >= area.span.from.getTime());
}

type Marked = ReadonlyMap<string, Honey>;

function markedBy(honeys: readonly Honey[], marks: (honey: Honey) => readonly string[]): Marked {
  return new Map(honeys.flatMap((honey) => marks(honey).map((mark) => [mark, honey] as const)));
}

/**
 * Asks a table for rows that bear one of the marks, since its honey customer was placed, by mark and visitor. `mark`: the expression that
 * gives a row's mark; `line`: time and place first, then what a line of evidence shows.
 */
async function ask(
  area: Area,
  table: '@requests' | '@reads' | '@application_events' | '@sightings',
  marked: Marked,
  parts: { readonly mark: string; readonly worked: string; readonly line: string; readonly route: string; readonly by: string },
): Promise<{ readonly row: HitRow; readonly honey: Honey }[]> {
  if (marked.size === 0) return [];
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<HitRow>(
    area.org,
    `select mark, who as actor, way as route, count() as n, countIf(did) as worked, min(at) as first, max(at) as last, any(address) as address,
       any(agent) as agent, uniqExact(address) as addresses, groupArraySorted(4)(line) as lines
     from (select at, ${parts.mark} as mark, ${parts.by}, ${parts.route} as way, ${parts.worked} as did,
       (toUnixTimestamp64Milli(at), ${parts.line}) as line from ${table} where ${where} and mark in {marks:Array(String)})
     where toUnixTimestamp64Milli(at) >= transform(mark, {marks:Array(String)}, {since:Array(Int64)}, toInt64(0))
     group by mark, actor, route order by first limit 1000`,
    { ...params, marks: [...marked.keys()], since: [...marked.values()].map((honey) => honey.since.getTime()) },
  );
  return rows.flatMap((row) => {
    const honey = marked.get(row.mark);
    return honey === undefined ? [] : [{ row, honey }];
  });
}

const VISITOR = 'actor as who, address, agent';
const NOBODY = "toUInt64(0) as who, '' as address, '' as agent";
const REQUEST_LINE = 'toInt64(file_offset), method, path, query, status, bytes, file_id';
const EVENT_LINE = "toInt64(0), outcome, name, object_kind, toUInt16(0), records, ''";

async function readSignIns(area: Area, honeys: readonly Honey[]): Promise<Hit[]> {
  const marked = markedBy(honeys, ({ marks }) => [...marks.tried, ...marks.accounts]);
  const mark = 'if(has({marks:Array(String)}, tried), tried, account)';
  const rows = await ask(area, '@requests', marked, {
    ...{ mark, worked: "auth = 'sign-in-ok' or account = mark", line: REQUEST_LINE, route: "''", by: VISITOR },
  });
  return rows.map(({ row, honey }) => asHit(row, honey, row.worked > 0 ? 'signed-in' : 'tried'));
}

async function readReads(area: Area, honeys: readonly Honey[]): Promise<Hit[]> {
  const marked = markedBy(honeys, ({ marks }) => marks.records);
  const rows = await ask(area, '@reads', marked, {
    ...{ mark: 'object_ref', worked: '1', line: REQUEST_LINE, route: 'route', by: VISITOR },
  });
  return rows.map(({ row, honey }) => asHit(row, honey, 'read'));
}

/** Without the shop's own programs, which read every record there is, day after day. */
async function leaveRegulars(area: Area, hits: readonly Hit[]): Promise<Hit[]> {
  const regulars = await readRegulars(
    area,
    hits.map((hit) => hit.actor),
  );
  const kept: Hit[] = [];
  for (const hit of hits) {
    const isHabit = regulars.has(hit.actor) && steadyEnough(await readSteadiness(area, [hit.actor], hit.route));
    if (!isHabit) kept.push(hit);
  }
  return kept;
}

async function readEvents(area: Area, honeys: readonly Honey[]): Promise<Hit[]> {
  const told = await ask(
    area,
    '@application_events',
    markedBy(honeys, ({ marks }) => [...marks.tried, ...marks.accounts]),
    {
      mark: "if(has({marks:Array(String)}, account), account, JSONExtractString(attributes, 'shop.sign_in.name'))",
      worked: "outcome != 'failure'",
      ...{ line: EVENT_LINE, route: "''", by: VISITOR },
    },
  );
  const own = await ask(
    area,
    '@application_events',
    markedBy(honeys, ({ id }) => [id]),
    {
      mark: `if(name in ('${HONEY_MAIL}', '${HONEY_FOUND}'), object_ref, '')`,
      ...{ worked: '1', line: EVENT_LINE, route: 'name', by: VISITOR },
    },
  );
  return [
    ...told.map(({ row, honey }) => asHit(row, honey, row.worked > 0 ? 'signed-in' : 'tried')),
    ...own.map(({ row, honey }) => asHit(row, honey, row.route === HONEY_MAIL ? 'mail' : 'found')),
  ];
}

async function readSightings(area: Area, honeys: readonly Honey[]): Promise<Hit[]> {
  const marked = markedBy(honeys, ({ marks }) => marks.sighted);
  const rows = await ask(area, '@sightings', marked, {
    // The shop's own work on an order passes through its queues.
    mark: "if(startsWith(field, 'queue.'), '', value_hash)",
    worked: '1',
    line: "toInt64(file_offset), '', concat(field, if(route = '', '', concat(' · ', route))), '', toUInt16(0), toUInt64(0), file_id",
    ...{ route: 'field', by: NOBODY },
  });
  return rows.map(({ row, honey }) => asHit(row, honey, 'seen'));
}
