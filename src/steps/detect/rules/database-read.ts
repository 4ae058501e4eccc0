import { DAY, HOUR } from '#kernel/time.ts';
import { type DatabaseHour, type DatabaseRead, judgeDatabaseReads } from '../checks/judge-database-reads.ts';
import { type Area, type EvidenceLine, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { asCategories, summarise } from '../summarise.ts';

const MEMORY = 28 * DAY;
const NAMES = ['shop.database.read', 'shop.database.dumped'];

/**
 * People's tables taken whole, or far more of them than ever, past the shop: by the audit log of its database. An intruder with the
 * database's password, or with an injection, leaves no other trace of how much was taken.
 */
export async function findDatabaseReads(area: Area): Promise<Finding[]> {
  const first = Math.floor(area.span.from.getTime() / HOUR);
  const fresh = await readHours(area, first * HOUR);
  if (!fresh.some((one) => one.dumps > 0 || one.large > 0)) return [];
  const reads = judgeDatabaseReads(await readHours(area, first * HOUR - MEMORY), first);
  const groups = Map.groupBy(reads, (one) => [one.user, one.address, one.kind, one.how, Math.floor(one.hour / 24)].join('\n'));
  const findings: Finding[] = [];
  for (const hours of groups.values()) findings.push(...(await describe(area, hours)));
  return findings;
}

async function readHours(area: Area, from: number): Promise<DatabaseHour[]> {
  return await area.telemetry.query<DatabaseHour>(
    area.org,
    `select user, account, address, object_kind as kind, toUInt32(toUnixTimestamp(hour) / 3600) as hour, sum(records) as records, sum(large) as large,
       sum(untold) as untold, sum(dumps) as dumps
     from @database_hours where shop_id = {shop:String} and hour >= toDateTime({from:DateTime64(3)}) and hour <= toDateTime({to:DateTime64(3)})
     group by user, account, address, kind, hour limit 200000`,
    { shop: area.shop, from: new Date(from), to: area.span.to },
  );
}

/** One user's conspicuous hours of a day, as one finding. */
async function describe(area: Area, hours: readonly DatabaseRead[]): Promise<Finding[]> {
  const [one] = hours.toSorted((a, b) => a.hour - b.hour);
  const last = hours.reduce((latest, other) => Math.max(latest, other.hour), 0);
  if (one === undefined) return [];
  const span = { from: new Date(one.hour * HOUR).toISOString(), to: new Date((last + 1) * HOUR - 1).toISOString() };
  const { where, params } = whereInArea({ ...area, span: { from: new Date(span.from), to: new Date(span.to) } });
  const mine = `${where} and name in {names:Array(String)} and account = {account:String} and address = {address:String} and object_kind = {kind:String}`;
  const lines = await area.telemetry.query<Line>(
    area.org,
    `select at, name, body, records, toUInt64(JSONExtractUInt(attributes, 'shop.database.statements')) as statements, agent, categories as shown
     from @application_events where ${mine} order by name != 'shop.database.dumped', records desc, at limit 6`,
    { ...params, names: NAMES, account: one.account, address: one.address, kind: one.kind },
  );
  const pairs = [...new Set(lines.map((line) => `${one.address}\n${line.agent}`))];
  const selection = select('events', span, { events: NAMES, ...(one.account === '' ? { pairs } : { accounts: [one.account] }) });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  const records = hours.reduce((sum, other) => sum + other.records, 0);
  // One statement without its rows, and nobody can say how many there were.
  const isTold = records > 0 && hours.every((other) => other.untold === 0);
  return [
    {
      rule: 'database-read',
      subject: one.kind,
      level: one.level,
      succeeded: 'yes',
      attack: 'T1213',
      selection,
      reads: null,
      ...summary,
      actor: { ...summary.actor, ...(one.account === '' ? {} : { account: one.account }) },
      categories: asCategories(lines.flatMap((line) => line.shown)),
      evidence: lines.map((line) => lineOf(line, one)),
      facts: {
        how: one.how,
        what: one.kind,
        user: one.user === '' ? 'unknown' : one.user,
        records: isTold ? records : 'unknown',
        usual: one.usualMost,
        days: one.knownDays,
        place: one.isNewPlace ? 'new' : 'known',
      },
    },
  ];
}

interface Line {
  readonly at: string;
  readonly name: string;
  readonly body: string;
  readonly records: number;
  readonly statements: number;
  readonly agent: string;
  readonly shown: readonly string[];
}

function lineOf({ at, name, body, records, statements }: Line, { user, address }: DatabaseRead): EvidenceLine {
  const who = [user || '?', address].filter((part) => part !== '').join(' @ ');
  const count = `${records > 0 ? `${records} rows` : 'rows not told'}, ${statements} statements`;
  return { at, file: '', offset: 0, text: `${name.slice('shop.database.'.length)} by ${who}: ${body.slice(0, 200)} → ${count}` };
}
