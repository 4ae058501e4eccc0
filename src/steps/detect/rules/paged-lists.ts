import { DAY } from '#kernel/time.ts';
import { earliest, latest } from '../checks/iso-times.ts';
import { judgePaging, judgeSpreadPaging, type PagedVerdict, pagesOf, withHabit } from '../checks/judge-paged-lists.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { type Area, type Finding, select, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { asCategories, summarise } from '../summarise.ts';
import { type PagedPath, readPagedPaths } from './paged-paths.ts';
import {
  type PagesTaken,
  readHabit,
  readLargePages,
  readPages,
  readPagesByAddress,
  readUsualPaging,
  type UsualPaging,
} from './read-paging.ts';

/** Who takes no more of a list than this takes a few pages. */
const FEW = 20;

/**
 * Lists that hold people, or that are not for everybody, taken page by page: by one, in pages that nobody else asks for or in many small ones,
 * or by many who share them out. A large page is looked for at every look, the others once a minute. `taken`: pairs that were told
 * already; they may be some of many all the same.
 */
export async function findPagedLists(near: Area, taken: ReadonlySet<string>): Promise<Finding[]> {
  const slow = slowArea(near);
  const area = slow ?? near;
  const findings: Finding[] = [];
  for (const path of await readPagedPaths(area, slow === null)) {
    const pages = (await readPages(area, path)).filter((one) => !isKnownCrawler(one.agent, one.address, area.knowledge.crawlers));
    const alone = pages.filter((one) => !one.pairs.some((pair) => taken.has(pair)));
    // What is usual only raises the bar: nobody needs to know it where nothing is conspicuous without.
    if (
      !pages.some((one) => verdictOf(path, one, nothingUsual) !== null) &&
      judgeSpreadPaging(fewOf(path, pages, nothingUsual), null) === null
    )
      continue;
    const usual = await readUsualPaging(area, path);
    const apart = await judgeEach(area, path, await readPagesByAddress(area, path, alone), usual);
    const told = new Set(apart.flatMap(({ selection }) => selection.pairs));
    const whole = alone.filter((one) => !one.pairs.some((pair) => told.has(pair)));
    findings.push(...apart, ...(await judgeEach(area, path, whole, usual)), ...(await judgeTogether(area, path, pages, usual)));
  }
  return findings;
}

const nothingUsual: UsualPaging = { usualPages: null, usualSize: null, usualBytes: null };

/** Who took some pages and is not conspicuous alone. */
function fewOf(path: PagedPath, pages: readonly PagesTaken[], usual: UsualPaging): PagesTaken[] {
  return pages.filter((one) => pagesOf(one) > 0 && pagesOf(one) < FEW && verdictOf(path, one, usual) === null);
}

function verdictOf({ standing, staff }: PagedPath, one: PagesTaken, usual: UsualPaging): PagedVerdict | null {
  return judgePaging({ standing, staff, ...one, ...usual });
}

async function judgeEach(area: Area, path: PagedPath, pages: readonly PagesTaken[], usual: UsualPaging): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const one of pages) {
    const first = verdictOf(path, one, usual);
    const verdict = first === null ? null : withHabit(first, await readHabit(area, path, one));
    if (verdict === null) continue;
    const taken = verdict.how === 'page-size' ? { ...one, ...(await readLargePages(area, path, one, verdict.threshold)) } : one;
    findings.push(...(await describe(area, path, [taken], verdict)));
  }
  return findings;
}

async function judgeTogether(area: Area, path: PagedPath, pages: readonly PagesTaken[], usual: UsualPaging): Promise<Finding[]> {
  const few = fewOf(path, pages, usual);
  const bare = few.length < 5 ? new Set<string>() : await readBareAddresses(area, few);
  const together = few.filter((one) => bare.has(one.address));
  if (judgeSpreadPaging(together, usual.usualPages) === null) return [];
  const distinct = new Set(together.flatMap((one) => one.places)).size;
  const level = path.standing === 'people' ? 'high' : 'medium';
  return describe(area, path, together, { how: 'page-walk', level, pages: distinct, threshold: 30 });
}

/** Of these addresses those from which no page with its parts is loaded: no browser. */
async function readBareAddresses(area: Area, few: readonly PagesTaken[]): Promise<ReadonlySet<string>> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ address: string }>(
    area.org,
    `select address from @requests where ${where} and address in {addresses:Array(String)} group by address
     having countIf(route_kind = 'asset') = 0`,
    { ...params, addresses: [...new Set(few.map((one) => one.address))] },
  );
  return new Set(rows.map((row) => row.address));
}

async function describe(area: Area, path: PagedPath, who: readonly PagesTaken[], verdict: PagedVerdict): Promise<Finding[]> {
  const span = { from: earliest(who.map((one) => one.first)), to: latest(who.map((one) => one.last)) };
  const pairs = [...new Set(who.flatMap((one) => one.pairs))];
  const isMapped = path.categories.length > 0;
  const selection = isMapped ? select('exports', span, { pairs }) : select('paths', span, { pairs, paths: [path.path] });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  const size = Math.max(...who.map((one) => one.size));
  return [
    {
      ...{ rule: 'bulk-export', subject: path.path, level: verdict.level, attack: 'T1213', selection, reads: null },
      succeeded: path.standing === 'people' ? 'yes' : 'unknown',
      ...summary,
      touched: [],
      categories: asCategories(path.categories),
      facts: {
        ...{ how: verdict.how, route: path.path, pages: verdict.pages, threshold: verdict.threshold },
        size: size === 0 ? 'unknown' : size,
        bytes: who.reduce((sum, one) => sum + one.bytes, 0),
        addresses: summary.actor.addresses ?? 1,
      },
    },
  ];
}
