import { compareSeverity } from '#kernel/outcome.ts';
import { type ExposedKind, exposedLiterals, judgeExposedPath } from '../checks/exposed-files.ts';
import { earliest, latest } from '../checks/iso-times.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

interface Download {
  actor: number;
  path: string;
  bytes: number;
  first: string;
  last: string;
}

const TAKEN = "status in (200, 206) and bytes > 0 and method in ('GET', 'POST')";

/**
 * Dump taken: a file that must never be answered was answered, with a body. A try is not a leak; a 200 with bytes is.
 * Answers of a size that the shop also gives to other, unrelated paths are its page for everything, and no file.
 */
export async function findDumps(area: Area): Promise<Finding[]> {
  const { where, params } = whereInArea(area);
  const downloads = await area.telemetry.query<Download>(
    area.org,
    `select actor, path, max(bytes) as bytes, min(at) as first, max(at) as last from @requests
     where ${where} and ${TAKEN} and route_kind not in ('sign-in') and empty(categories)
       and (multiSearchAnyCaseInsensitive(path, {literals:Array(String)})
         or (position(path, '%') > 0 and multiSearchAnyCaseInsensitive(decodeURLComponent(path), {literals:Array(String)})))
     group by actor, path order by first limit 20000`,
    { ...params, literals: exposedLiterals() },
  );
  const judged = downloads
    .map((download) => ({ ...download, kind: judgeExposedPath(download.path) }))
    .filter((one): one is Download & { kind: ExposedKind } => one.kind !== null && one.bytes >= one.kind.least);
  if (judged.length === 0) return [];
  const shared = await sizesOfEverything(area, [...new Set(judged.map((one) => one.bytes))]);
  const real = judged.filter((one) => !shared.has(one.bytes));
  const findings: Finding[] = [];
  for (const actor of new Set(real.map((one) => one.actor))) {
    const finding = await describe(
      area,
      actor,
      real.filter((one) => one.actor === actor),
    );
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

/** Sizes that at least three different paths without a file's ending were answered with: a page for everything. */
async function sizesOfEverything(area: Area, sizes: readonly number[]): Promise<Set<number>> {
  const { where, params } = whereInArea(area, 60 * 60_000);
  const rows = await area.telemetry.query<{ bytes: number; paths: number; kinds: number }>(
    area.org,
    `select bytes, uniqExact(path) as paths, uniqExact(replaceRegexpOne(path, '^.*(\\\\.[a-zA-Z0-9]+|/)$', '\\\\1')) as kinds
     from @requests where ${where} and status = 200 and bytes in {sizes:Array(UInt64)} and route_kind != 'asset'
     group by bytes having paths >= 3 and kinds >= 2`,
    { ...params, sizes },
  );
  return new Set(rows.map((row) => row.bytes));
}

async function describe(area: Area, actor: number, taken: readonly (Download & { kind: ExposedKind })[]): Promise<Finding | null> {
  const [worst] = [...taken].sort((a, b) => compareSeverity(b.kind.level, a.kind.level) || b.bytes - a.bytes);
  if (worst === undefined) return null;
  const paths = [...new Set(taken.map((one) => one.path))];
  const first = earliest(taken.map((one) => one.first));
  const last = latest(taken.map((one) => one.last));
  const selection = select('paths', { from: first, to: last }, { actors: [actor], paths });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  return {
    rule: 'dump-taken',
    subject: worst.kind.id,
    level: worst.kind.level,
    succeeded: 'yes',
    attack: 'T1530',
    selection,
    reads: null,
    ...summary,
    touched: [],
    categories: [...new Set(taken.flatMap((one) => one.kind.exposes))],
    facts: {
      kind: worst.kind.id,
      what: worst.kind.title,
      path: worst.path,
      files: paths.length,
      bytes: taken.reduce((sum, one) => sum + one.bytes, 0),
    },
  };
}
