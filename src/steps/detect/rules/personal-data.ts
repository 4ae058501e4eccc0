import { DAY } from '#kernel/time.ts';
import { CONSTANT_FROM, judgeSightings, type SightingSum } from '../checks/judge-sightings.ts';
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

/**
 * Personal data and secrets where none belong: in addresses, in what applications log, in attributes of events. Intake saw the values and
 * kept only keyed hashes; here they are counted by kind, field and route over a day. A value that stands there again and again is a
 * constant, not a person.
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
       select kind, field, route, toDate(at) as day, value_hash, sum(times) as n, max(confidence) as sure, min(at) as since, max(at) as until,
         argMin(file_id, at) as file, argMin(file_offset, at) as place
       from @sightings where ${where} group by kind, field, route, day, value_hash
     ) group by kind, field, route, day having last >= {fresh:DateTime64(3)} order by first limit 1000`,
    { ...params, fresh: area.span.from },
  );
  return rows.flatMap((row) => describe(row) ?? []);
}

function describe(row: Row): Finding | null {
  const level = judgeSightings(row);
  if (level === null) return null;
  const place = row.route === '' ? row.field : `${row.field} · ${row.route}`;
  return {
    rule: 'personal-data',
    subject: `${row.kind} · ${place}`,
    level,
    succeeded: 'unknown',
    attack: 'T1552',
    actor: {},
    selection: select('requests', { from: row.first, to: row.last }, {}),
    reads: null,
    firstSeen: row.first,
    lastSeen: row.last,
    count: row.times,
    touched: [],
    // That it stands there is known; whether a stranger saw it is not.
    categories: [],
    evidence: [{ at: row.first, file: row.file_id, offset: row.file_offset, text: `${row.kind} in ${place}` }],
    facts: { kind: row.kind, place, field: row.field, route: row.route, values: row.individual, constants: row.constant },
  };
}
