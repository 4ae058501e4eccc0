import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { kindOfList } from '../checks/judge-large-answers.ts';
import { readPaging } from '../checks/page-parameters.ts';
import { EXPORT_TAKEN } from '../select-rows.ts';
import type { Part } from './affected.ts';
import { type Export, eachPageOnce, estimateExport, joinPages, learnWeights, pairExports } from './judge-exports.ts';
import { spanOf, whereParts } from './where-parts.ts';

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly until: Date;
}

interface ExportRow {
  at: string;
  route: string;
  path: string;
  query: string;
  kind: string;
  bytes: number;
  records: number;
}

/** More answers of one list than this are not looked at one by one. */
const MOST = 100_000;

/** What lists gave out, and how many records those may have been: pages of one list together, each page once. */
export async function readExports(place: Place, taken: readonly Part[]): Promise<ReturnType<typeof joinPages>> {
  const span = spanOf(taken);
  if (span === null) return [];
  const history = { shop: place.shop, from: new Date(span.from.getTime() - 90 * DAY), to: place.until };
  const told = await readTold(place, history);
  const area = 'shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}';
  const past = await readAnswers(place, `${area} and ${EXPORT_TAKEN}`, history);
  const own: Export[] = [];
  for (const what of ['exports', 'paths'] as const) {
    const { where, params } = whereParts(
      taken.filter((part) => part.reads.what === what),
      what,
    );
    own.push(...(await readAnswers(place, where, params)));
  }
  const weights = learnWeights(pairExports(past, told));
  const sameTime = told.filter((one) => own.some((request) => Math.abs(request.at.getTime() - one.at.getTime()) <= 10_000));
  const paired = pairExports(own, sameTime).slice(0, own.length);
  const all = [...paired, ...(await readOwnTold(place, taken))];
  return joinPages(eachPageOnce(all).map((one) => ({ ...one, ...estimateExport(one, weights) })));
}

async function readTold(place: Place, history: Parameters<Telemetry['query']>[2]): Promise<Export[]> {
  const rows = await place.telemetry.query<ExportRow>(
    place.org,
    `select at, name as route, '' as path, '' as query, object_kind as kind, bytes, records from @application_events
     where shop_id = {shop:String} and name = 'shop.export.made' and outcome != 'failure'
       and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} order by at limit 10000`,
    history,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** What the shop's own events tell of the exports that were taken, where they alone tell of them. */
async function readOwnTold(place: Place, taken: readonly Part[]): Promise<Export[]> {
  const { where, params } = whereParts(
    taken.filter((part) => part.reads.what === 'events'),
    'events',
  );
  const rows = await place.telemetry.query<ExportRow>(
    place.org,
    `select at, name as route, '' as path, '' as query, object_kind as kind, bytes, records from @application_events
     where ${where} and outcome != 'failure' order by at limit 10000`,
    params,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

async function readAnswers(place: Place, where: string, params: Parameters<Telemetry['query']>[2]): Promise<Export[]> {
  const rows = await place.telemetry.query<ExportRow>(
    place.org,
    `select at, route, path, query, object_kind as kind, bytes, toUInt64(0) as records from @requests where ${where} order by at limit ${MOST}`,
    params,
  );
  return rows.map(({ path, query, ...row }, nth) => {
    const { size, place: at, cursor } = readPaging(query);
    const isHidden = cursor.startsWith('[');
    // Answers of an interface, whose questions the log does not show, are told together as well.
    const page =
      at === null && cursor === '' ? (row.kind === '' ? `${nth}` : '') : `${at ?? ''} ${cursor} ${size ?? ''} ${isHidden ? nth : ''}`;
    return {
      ...row,
      at: new Date(row.at),
      route: row.kind === '' ? path : row.route,
      kind: row.kind || kindOfList(path),
      asked: size ?? 0,
      page,
    };
  });
}
