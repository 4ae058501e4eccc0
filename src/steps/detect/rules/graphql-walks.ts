import { DAY, MINUTE } from '#kernel/time.ts';
import { judgeGraphqlWalk } from '../checks/judge-graphql-walk.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { isSteady } from '../checks/steady-days.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const ASKED = "match(path, '(?i)/graphql/?$') and status >= 200 and status < 300 and method in ('GET', 'POST')";
const SLOT = 600;
const LEAST = 150;
/** Fewer visitors than this say nothing of what is usual. */
const TELLING = 100;

interface Walk {
  readonly actor: number;
  readonly path: string;
  readonly address: string;
  readonly agent: string;
  readonly most: number;
  readonly sizes: number;
  readonly bytes: number;
  readonly first: string;
  readonly last: string;
}

/**
 * One visitor asks GraphQL again and again, and for nothing else: records are taken one by one or in small pages. What was asked stands in no
 * log; where the shop tells events of records and exports, those say it (reads and exports are told by their own rules).
 */
export async function findGraphqlWalks(area: Area): Promise<Finding[]> {
  const { where, params } = whereInArea(area, 30 * MINUTE);
  const walks = await area.telemetry.query<Walk>(
    area.org,
    `select actor, path, any(one_address) as address, any(one_agent) as agent, max(n) as most, max(lengths) as sizes, sum(taken) as bytes,
       min(since) as first, max(until) as last
     from (select actor, path, intDiv(toUnixTimestamp(at), ${SLOT}) as slot, count() as n, uniqExact(bytes) as lengths, sum(bytes) as taken,
         any(address) as one_address, any(agent) as one_agent, min(at) as since, max(at) as until
       from @requests where ${where} and ${ASKED} group by actor, path, slot)
     group by actor, path having most >= ${LEAST} order by most desc limit 200`,
    params,
  );
  const findings: Finding[] = [];
  for (const walk of walks) {
    if (isKnownCrawler(walk.agent, walk.address, area.knowledge.crawlers)) continue;
    const usual = await readUsual(area, walk.path);
    const facts = {
      most: Number(walk.most),
      sizes: Number(walk.sizes),
      usual,
      isBare: await isBare(area, walk),
      ...(await readDays(area, walk)),
    };
    const verdict = judgeGraphqlWalk(facts);
    if (verdict !== null) findings.push(...(await describe(area, walk, verdict, usual)));
  }
  return findings;
}

/** How often 95 of 100 visitors ask in ten minutes, in the week before and in the area itself, where a few may be what is looked for; held to ten times the median. */
async function readUsual(area: Area, path: string): Promise<number | null> {
  const span = { from: new Date(area.span.from.getTime() - 7 * DAY), to: area.span.to };
  const { where, params } = whereInArea({ ...area, span });
  const [row] = await area.telemetry.query<{ visitors: number; usual: number }>(
    area.org,
    `select count() as visitors, least(quantileExact(0.95)(busiest), 10 * quantileExact(0.5)(busiest)) as usual from (
       select actor, max(n) as busiest from (
         select actor, intDiv(toUnixTimestamp(at), ${SLOT}) as slot, count() as n from @requests
         where ${where} and ${ASKED} and path = {path:String} group by actor, slot) group by actor)`,
    { ...params, path },
  );
  return row === undefined || Number(row.visitors) < TELLING ? null : Number(row.usual);
}

/** Whether nothing but this path was asked for. */
async function isBare(area: Area, { actor, path }: Walk): Promise<boolean> {
  const { where, params } = whereInArea(area, 30 * MINUTE);
  const [row] = await area.telemetry.query<{ others: number }>(
    area.org,
    `select countIf(path != {path:String} and auth = '') as others from @requests where ${where} and actor = {actor:UInt64}`,
    { ...params, actor, path },
  );
  return Number(row?.others ?? 0) <= 3;
}

/** On how many of the days before the same one asked about as much. */
async function readDays(area: Area, { actor, path }: Walk): Promise<{ readonly steadyDays: number; readonly knownDays: number }> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(area.span.from.getTime() - 28 * DAY), to: area.span.to } });
  const days = await area.telemetry.query<{ mine: number }>(
    area.org,
    `select countIf(actor = {actor:UInt64} and path = {path:String}) as mine from @requests where ${where} group by toDate(at)`,
    { ...params, actor, path },
  );
  const mine = days.map((day) => ({ mine: Number(day.mine), readers: 0 }));
  return { steadyDays: isSteady(mine).filter(Boolean).length, knownDays: days.length };
}

async function describe(
  area: Area,
  walk: Walk,
  { level, threshold }: NonNullable<ReturnType<typeof judgeGraphqlWalk>>,
  usual: number | null,
): Promise<Finding[]> {
  const selection = select(
    'paths',
    { from: walk.first, to: walk.last },
    { actors: [walk.actor], pairs: [`${walk.address}\n${walk.agent}`], paths: [walk.path] },
  );
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  return [
    {
      rule: 'bulk-export',
      subject: walk.path,
      level,
      succeeded: 'unknown',
      attack: 'T1213',
      selection,
      reads: null,
      ...summary,
      touched: [],
      categories: [],
      facts: {
        how: 'graphql-walk',
        route: walk.path,
        most: Number(walk.most),
        threshold,
        usual: usual ?? 'unknown',
        bytes: Number(walk.bytes),
      },
    },
  ];
}
