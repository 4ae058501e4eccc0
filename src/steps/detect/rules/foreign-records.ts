import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { type ForeignVerdict, judgeForeignReads } from '../checks/judge-ownership.ts';
import { type Area, type Finding, select, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summariseReaders } from '../summarise-readers.ts';
import { campaignsOf } from './campaigns.ts';
import { type AccountReads, readOwned } from './read-owners.ts';

/** With fewer different records a day nothing can ring. */
const LEAST = 5;
const MOST_ACCOUNTS = 500;
const GAP = 30 * MINUTE;

/**
 * A signed-in customer reads records of several other people: an enumeration that is seen long before its number is conspicuous. At once
 * where the shop's events name the owner; once a minute where owners are learned from who read a record before.
 */
export async function findForeignRecords(near: Area, taken: ReadonlySet<number>): Promise<Finding[]> {
  const slow = slowArea(near);
  const area = slow ?? near;
  const candidates = slow === null ? await readToldCandidates(near) : await readCandidates(slow);
  const accounts = await readOwned(
    area,
    candidates.filter((actor) => !taken.has(actor)),
  );
  const staff = await readStaff(area, accounts);
  const judged = accounts.flatMap((one) => {
    if (staff.has(one.actor)) return [];
    const verdict = judgeForeignReads(one.account, one.reads, area.span.from.getTime() - HOUR);
    return verdict === null ? [] : [{ ...one, verdict }];
  });
  return describeAll(area, judged);
}

/** Accounts that just read a record which the shop says is another's. */
async function readToldCandidates(area: Area): Promise<number[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select distinct actor from @application_events where ${where} and name = 'shop.record.read' and account != '' and outcome != 'failure'
       and JSONExtractString(attributes, 'shop.object.owner.id') not in ('', account) limit ${MOST_ACCOUNTS}`,
    params,
  );
  return rows.map((row) => row.actor);
}

/** Accounts that read enough within a day to be worth a look, of those that just read anything. */
async function readCandidates(area: Area): Promise<number[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ actor: number; most: number }>(
    area.org,
    `select actor, max(n) as most from (
       select actor, toDate(at) as day, uniqExact(object_ref) as n, max(at) as last from @reads
       where ${where} and account != '' and route_kind != 'admin' group by actor, day)
     group by actor having sum(n) >= ${LEAST} and max(last) >= {fresh:DateTime64(3)} order by most desc limit ${MOST_ACCOUNTS}`,
    { ...params, fresh: area.span.from },
  );
  return rows.map((row) => row.actor);
}

/** Of these accounts those that work in the back office, or that the shop calls staff or a program. */
async function readStaff(area: Area, accounts: readonly AccountReads[]): Promise<ReadonlySet<number>> {
  if (accounts.length === 0) return new Set();
  const { where, params } = whereInArea(area, 7 * DAY);
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select distinct actor from (
       select actor from @requests where ${where} and route_kind = 'admin' and status < 400 and actor in {actors:Array(UInt64)}
       union all
       select actor from @application_events where ${where} and actor in {actors:Array(UInt64)} and name = 'shop.record.read'
         and JSONExtractString(attributes, 'shop.actor.kind') in ('staff', 'program'))`,
    { ...params, actors: accounts.map((one) => one.actor) },
  );
  return new Set(rows.map((row) => row.actor));
}

type JudgedAccount = AccountReads & { readonly verdict: ForeignVerdict };

async function describeAll(area: Area, judged: readonly JudgedAccount[]): Promise<Finding[]> {
  const spans = await campaignsOf(
    area,
    judged.map(({ actor, verdict }) => ({ actors: [actor], crossedAt: verdict.crossedAt, gap: GAP })),
  );
  const readers = judged.map(({ actor, verdict }, nth) => {
    const at = new Date(verdict.crossedAt).toISOString();
    return { actors: [actor], ...(spans[nth] ?? { from: at, to: at }) };
  });
  const summaries = await summariseReaders(area.telemetry, area.org, area.shop, readers);
  return judged.flatMap(({ verdict, actor }, nth): Finding[] => {
    const summary = summaries[nth];
    const reader = readers[nth];
    if (summary === undefined || summary === null || reader === undefined) return [];
    const selection = select('personal-reads', reader, { actors: [actor] });
    const { foreign, owners, own, unknown, told } = verdict;
    return [
      {
        ...{ rule: 'enumeration', subject: 'records of others', level: verdict.level, succeeded: 'yes', attack: 'T1213' },
        ...{ selection, reads: selection },
        ...summary,
        facts: {
          ...{ how: 'foreign', route: 'records of others', foreign, owners, own, unknown, told },
          records: summary.touched.reduce((sum, kind) => sum + kind.distinct, 0),
          addresses: summary.actor.addresses ?? 1,
        },
      },
    ];
  });
}
