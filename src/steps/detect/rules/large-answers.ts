import { DAY } from '#kernel/time.ts';
import { judgeExposedPath } from '../checks/exposed-files.ts';
import { judgeLargeAnswers, LISTED_PEOPLE, largeFrom, listsPeople } from '../checks/judge-large-answers.ts';
import { isOwnList } from '../checks/judge-paged-lists.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

interface DayOfAnswers {
  path: string;
  who: string;
  day: string;
  bytes: number;
  answers: number;
  pairs: string[];
  first: string;
  last: string;
}

const WHO = "if(account != '', account, concat(address, '\\n', agent))";
const AROUND = 30 * DAY;
/** Fewer answers than this say nothing of what is usual. */
const TELLING = 100;
/** Pages for people are long as well: a whole list is longer still. */
const WHOLE = 500_000;
/** Answers of interfaces of which the data map knows neither the record nor the list. */
const UNKNOWN = `(route_kind = 'api' or route_kind in ('other', 'admin') and bytes >= ${WHOLE} and match(path, '${LISTED_PEOPLE.replaceAll('\\', '\\\\')}'))
  and object_ref = '' and empty(categories) and status >= 200 and status < 300 and method != 'HEAD'`;
const LEAST = largeFrom(null);

/**
 * Whole lists taken out of a programming interface whose data the data map does not tell: GraphQL, and addresses that by their last word
 * list people. What is usual there, and who does so day by day, is looked up only when there are large answers to judge.
 */
export async function findLargeAnswers(area: Area): Promise<Finding[]> {
  const fresh = await readDays(area, 0, null);
  const findings: Finding[] = [];
  for (const path of new Set(fresh.map((one) => one.path))) {
    const large = largeFrom(await readUsualSize(area, path));
    const days = await readDays(area, AROUND, { path, large });
    const known = new Set(fresh.filter((one) => one.path === path).map((one) => `${one.who} ${one.day}`));
    for (const one of days.filter((day) => known.has(`${day.who} ${day.day}`))) {
      const own = days.filter((day) => day.who === one.who && day.day !== one.day);
      const ownMost = own.reduce((most, day) => Math.max(most, day.bytes), 0);
      const level = judgeLargeAnswers({ bytes: one.bytes, names: listsPeople(path), ownDays: own.length, ownMost });
      if (level !== null) findings.push(...(await describe(area, one, level, own.length)));
    }
  }
  return findings;
}

/** Large answers by path, person and day. Only paths that could hold people, at first; then one path with what is large there. */
async function readDays(
  area: Area,
  margin: number,
  narrow: { readonly path: string; readonly large: number } | null,
): Promise<DayOfAnswers[]> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<DayOfAnswers>(
    area.org,
    `select path, ${WHO} as who, toString(toDate(at)) as day, sum(bytes) as bytes, count() as answers,
       groupUniqArray(100)(concat(address, '\\n', agent)) as pairs, min(at) as first, max(at) as last
     from @requests where ${where} and ${UNKNOWN} and bytes >= {large:UInt64} ${narrow === null ? '' : 'and path = {path:String}'}
     group by path, who, day order by first limit 10000`,
    { ...params, large: narrow?.large ?? LEAST, ...(narrow === null ? {} : { path: narrow.path }) },
  );
  return rows.filter(
    ({ path }) => /\/graphql\/?$/i.test(path) || (listsPeople(path) && !isOwnList(path) && judgeExposedPath(path) === null),
  );
}

/** How long 99 of 100 answers of this path were at most in the week before the area. */
async function readUsualSize(area: Area, path: string): Promise<number | null> {
  const span = { from: new Date(area.span.from.getTime() - 7 * DAY), to: area.span.from };
  const { where, params } = whereInArea({ ...area, span });
  const [row] = await area.telemetry.query<{ n: number; usual: number }>(
    area.org,
    `select count() as n, quantileExact(0.99)(bytes) as usual from @requests where ${where} and ${UNKNOWN} and path = {path:String}`,
    { ...params, path },
  );
  return row === undefined || row.n < TELLING ? null : row.usual;
}

async function describe(area: Area, one: DayOfAnswers, level: Finding['level'], ownDays: number): Promise<Finding[]> {
  const selection = select('paths', { from: one.first, to: one.last }, { pairs: one.pairs, paths: [one.path] });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  return [
    {
      rule: 'bulk-export',
      subject: one.path,
      level,
      succeeded: listsPeople(one.path) ? 'yes' : 'unknown',
      attack: 'T1213',
      selection,
      reads: null,
      ...summary,
      touched: [],
      categories: [],
      facts: { how: 'large-answers', route: one.path, bytes: one.bytes, answers: one.answers, ownDays },
    },
  ];
}
