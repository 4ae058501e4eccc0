import { DAY } from '#kernel/time.ts';
import { listsPeople } from '../checks/judge-large-answers.ts';
import { isOwnList, type Standing } from '../checks/judge-paged-lists.ts';
import { PAGING, PUBLIC_PATHS } from '../checks/page-parameters.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';

/** A list that is cut into pages. */
export interface PagedPath {
  readonly path: string;
  readonly standing: Standing;
  readonly staff: boolean;
  /** What the data map says that it shows; empty where it does not know the list. */
  readonly categories: readonly string[];
}

/** Successful answers of lists: no single record, no page of what everybody may see. */
export const LISTED = `object_ref = '' and query != '' and status >= 200 and status < 300 and bytes > 0 and method != 'HEAD'
  and route_kind in ('api', 'export', 'admin', 'other') and (notEmpty(categories) or not match(path, '${PUBLIC_PATHS.replaceAll('\\', '\\\\')}'))`;
export const PAGED = `(${PAGING.size} > 0 or ${PAGING.place} >= 0 or ${PAGING.cursor} != '')`;
const LARGE = 500;
const MOST = 200;

interface Row {
  path: string;
  kind: string;
  shown: string[];
}

/** Lists of which something new was taken; `onlyLarge`: only where somebody asked for a very large page. */
export async function readPagedPaths(area: Area, onlyLarge: boolean): Promise<PagedPath[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select path, any(route_kind) as kind, groupUniqArrayArray(categories) as shown from @requests
     where ${where} and ${LISTED} and ${onlyLarge ? `${PAGING.size} >= ${LARGE}` : PAGED} group by path order by count() desc limit 2000`,
    params,
  );
  const known = rows.flatMap((row): PagedPath[] => {
    const staff = row.kind === 'admin' || BACK_OFFICE.test(row.path);
    const standing = standingOf(row, staff);
    return standing === null || (!staff && isOwnList(row.path)) ? [] : [{ path: row.path, standing, staff, categories: row.shown }];
  });
  const names = new Set(known.map((one) => one.path));
  const closed = await readClosed(
    area,
    rows.filter((row) => !names.has(row.path) && !isOwnList(row.path)),
  );
  return [...known, ...closed].slice(0, MOST);
}

function standingOf({ path, shown }: Row, staff: boolean): Standing | null {
  if (shown.length > 0 || listsPeople(path)) return 'people';
  return staff ? 'private' : null;
}

/** Back offices that stand at an address of the shop's own, such as `/admin_k3/`. */
const BACK_OFFICE =
  /^(\/[a-z]{2})?\/(admin|backend|backoffice|back-office|verwaltung|zaplecze|gestion|beheer|administracja|manage|manager|crm|erp|intern|staff)[a-z0-9_-]*\//i;

/** Of lists whose address says nothing those that are not for everybody: somebody was refused, and whoever got them was signed in. */
async function readClosed(area: Area, rows: readonly Row[]): Promise<PagedPath[]> {
  if (rows.length === 0) return [];
  const { where, params } = whereInArea(area, 7 * DAY);
  const closed = await area.telemetry.query<{ path: string }>(
    area.org,
    `select path from @requests where ${where} and path in {paths:Array(String)} group by path
     having countIf(status in (401, 403)) > 0 or (countIf(status < 300) >= 20 and countIf(status < 300 and account = '') = 0)`,
    { ...params, paths: rows.map((row) => row.path) },
  );
  return closed.map(({ path }) => ({ path, standing: 'private', staff: false, categories: [] }));
}
