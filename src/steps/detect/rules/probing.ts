import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';

const DISTINCT = 20;
const MISSING = '400, 401, 403, 404, 405, 406, 414';

/** Probing: one visitor asks for many different things that are not there, in ten minutes, and for little that is. Never more than a low signal. */
export async function findProbing(area: Area): Promise<Finding[]> {
  const { where, params } = whereInArea(area, 10 * 60_000);
  const rows = await area.telemetry.query<{ actor: number; first: string; last: string }>(
    area.org,
    `select actor, min(slot_first) as first, max(slot_last) as last from (
       select actor, arrayJoin([intDiv(toUnixTimestamp(at), 300), intDiv(toUnixTimestamp(at), 300) + 1]) as slot, min(at) as slot_first, max(at) as slot_last,
         uniqExactIf(concat(path, '?', query), status in (${MISSING})) as missing, count() as all
       from @requests where ${where} and route_kind not in ('asset', 'sign-in')
         and actor in (select actor from @requests where ${where} and status in (${MISSING}) group by actor having count() >= ${DISTINCT})
       group by actor, slot
       having missing >= ${DISTINCT} and missing * 2 >= all)
     group by actor order by first limit 1000`,
    params,
  );
  const findings: Finding[] = [];
  for (const row of rows) {
    const selection = select('requests', { from: row.first, to: row.last }, { actors: [row.actor] });
    const summary = await summarise(area.telemetry, area.org, area.shop, selection);
    if (summary === null) continue;
    findings.push({
      rule: 'probing',
      subject: 'probing',
      level: 'low',
      succeeded: 'no',
      attack: 'T1595.003',
      selection,
      reads: null,
      ...summary,
      touched: [],
      categories: [],
      facts: { requests: summary.count },
    });
  }
  return findings;
}
