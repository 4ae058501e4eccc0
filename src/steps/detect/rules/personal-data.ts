import { DAY } from '#kernel/time.ts';
import { CONSTANT_FROM, judgeSightings, placeOfField, type SightingPlace, type SightingSum } from '../checks/judge-sightings.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';

interface Row extends SightingSum {
  readonly field: string;
  readonly route: string;
  readonly times: number;
  readonly first: string;
  readonly last: string;
  readonly file_id: string;
  readonly file_offset: number;
}

/** A page's words that stand on so many different pages are the shop's own: its foot, its head. */
const ON_PAGES = 3;
/** So long what a shop says of itself is remembered. */
const OWN_DAYS = 60;

/**
 * Personal data and secrets where none belong: in addresses, in what applications log, in attributes of events, in messages that wait in
 * queues, in what the shop answers to our own checks. The values were seen and only keyed hashes kept; here they are counted by kind,
 * field and route over a day. A value that stands there again and again is a constant, not a person. Answers are looked at over and over:
 * there a value counts once, and what also stands on a page where shops say who they are, or on many pages, is the shop's own.
 */
export async function findPersonalData(area: Area): Promise<Finding[]> {
  const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select kind, field, route, countIf(n <= ${CONSTANT_FROM}) as individual, countIf(n > ${CONSTANT_FROM}) as constant,
       sum(n) as times, maxIf(sure, n <= ${CONSTANT_FROM}) as confidence, min(since) as first, max(until) as last,
       argMin(file, since) as file_id, argMin(place, since) as file_offset
     from (
       select kind, field, route, toDate(at) as day, value_hash,
         if(startsWith(field, 'answer.') or startsWith(field, 'queue.'), toUInt64(1), sum(times)) as n,
         max(confidence) as sure, min(at) as since, max(at) as until,
         argMin(file_id, at) as file, argMin(file_offset, at) as place
       from @sightings where ${where} and field != '${OWN_FIELD}' and not (startsWith(field, 'answer.') and ${IS_OWN})
       group by kind, field, route, day, value_hash
     ) group by kind, field, route, day having last >= {fresh:DateTime64(3)} order by first limit 1000`,
    { ...params, fresh: area.span.from },
  );
  return rows.flatMap((row) => describe(row) ?? []);
}

const OWN_FIELD = 'answer.own';
/** Said by the shop of itself, or among the words of many pages; a field of data and an input are judged by what they are. */
const IS_OWN = `(
  value_hash in (select value_hash from @sightings where shop_id = {shop:String} and field = '${OWN_FIELD}'
    and at >= {fresh:DateTime64(3)} - interval ${OWN_DAYS} day)
  or (field = 'answer.page' and value_hash in (select value_hash from @sightings where shop_id = {shop:String} and field = 'answer.page'
    and kind in ('email', 'phone', 'nip', 'iban') and at >= {fresh:DateTime64(3)} - interval 7 day
    group by value_hash having uniqExact(route) >= ${ON_PAGES})))`;

function describe(row: Row): Finding | null {
  const where = placeOfField(row.field);
  const level = judgeSightings(row, where);
  if (level === null) return null;
  const field = row.field.replace(/^(?:answer|queue)\./, '');
  const place = row.route === '' ? field : `${field} · ${row.route}`;
  return {
    rule: 'personal-data',
    subject: `${row.kind} · ${place}`,
    level,
    succeeded: SHOWN[where],
    attack: 'T1552',
    actor: {},
    selection: select('requests', { from: row.first, to: row.last }, {}),
    reads: null,
    firstSeen: row.first,
    lastSeen: row.last,
    count: row.times,
    touched: [],
    // That it stands there is known; whose records they are is not.
    categories: [],
    evidence: [{ at: row.first, file: row.file_id, offset: row.file_offset, text: `${row.kind} in ${place}` }],
    facts: { kind: row.kind, place, where, field: row.field, route: row.route, values: row.individual, constants: row.constant },
  };
}

/** An answer was given to somebody, namely us; whether a stranger saw a log or a queue is not known. */
const SHOWN: Readonly<Record<SightingPlace, Finding['succeeded']>> = { log: 'unknown', answer: 'yes', queue: 'unknown' };
