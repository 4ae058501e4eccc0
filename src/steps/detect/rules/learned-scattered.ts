import { HOUR, MINUTE } from '#kernel/time.ts';
import { judgeScattered, levelOfScattered, type ReaderSlot, usualShareOf } from '../checks/judge-scattered.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { TARGETS } from '../checks/target-shape.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { UNDESCRIBED } from './learn-routes.ts';

const SLOT = 2 * HOUR;
/** Who reads more than this by himself is somebody for the ordinary enumeration. */
const FEW = 12;
const MOST = 200_000;

interface Row {
  readonly actor: number;
  readonly slot: number;
  readonly n: number;
  readonly bare: number;
  readonly agent: string;
  readonly address: string;
}

/** Many who each read a few objects of a route and did nothing else: one who hides behind many addresses. */
export interface Scattered {
  readonly actors: readonly number[];
  readonly from: number;
  readonly level: ReturnType<typeof levelOfScattered>;
}

/** The same judgement as for routes that the data map describes (scattered-reads.ts), in slots of two hours. */
export async function findLearnedScattered(area: Area, margin: number, shapes: readonly string[]): Promise<Scattered[]> {
  const { where, params } = whereInArea(area, margin);
  const here = `(${UNDESCRIBED} and ${TARGETS.shape} in {shapes:Array(String)})`;
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select actor, intDiv(toUnixTimestamp(min(at)), ${SLOT / 1000}) * ${SLOT} as slot, uniqExactIf(${TARGETS.target}, ${here}) as n,
       countIf(not ${here} and (route_kind = 'asset' or auth != '' or status < 400)) = 0 as bare, any(agent) as agent, any(address) as address
     from @requests where ${where} and actor in (select actor from @requests where ${where} and ${here}) group by actor
     having n <= ${FEW} limit ${MOST}`,
    { ...params, shapes },
  );
  const slots = [...Map.groupBy(rows, (row) => Number(row.slot))].map(
    ([from, own]): ReaderSlot => ({
      ...{ from, readers: own.length },
      bare: own
        .filter((row) => Number(row.bare) === 1 && !isKnownCrawler(row.agent, row.address, area.knowledge.crawlers))
        .map((row) => row.actor),
    }),
  );
  const counts = new Map(rows.map((row) => [row.actor, Number(row.n)]));
  return judgeScattered(slots, usualShareOf(slots), SLOT).map(({ actors, from }) => ({
    actors,
    from: from - MINUTE,
    level: levelOfScattered(actors.reduce((sum, actor) => sum + (counts.get(actor) ?? 0), 0)),
  }));
}
