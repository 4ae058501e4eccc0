import { DAY, MINUTE } from '#kernel/time.ts';
import type { ServicePlace } from '../services/read-sides.ts';
import type { QueuePiece, QueueSeries } from './judge-queue.ts';
import { queueAges, queueHeads, queueLengths, queueNames } from './queue-metrics.ts';

/** So long a piece of a day is, ms. */
const QUEUE_PIECE = 15 * MINUTE;
const MOST_QUEUES = 200;

interface Row {
  readonly queue: string;
  readonly place: string;
  readonly slot: number;
  readonly what: 'length' | 'age';
  readonly most: number;
  readonly fewest: number;
  readonly last: number;
  readonly told: number;
}

/**
 * Every queue that metrics told of in the last day, in quarters of an hour. Series of one queue (partitions, states, nodes) are summed up, of ages the
 * highest counts. Only reads.
 */
export async function readQueues({ telemetry, org, shop, now }: ServicePlace): Promise<QueueSeries[]> {
  const from = Math.ceil((now - DAY) / QUEUE_PIECE) * QUEUE_PIECE;
  const named = queueNames.map((name) => `nullIf(JSONExtractString(attributes, '${name}'), '')`).join(', ');
  const rows = await telemetry.query<Row>(
    org,
    `select queue, place, slot, what, if(what = 'length', sum(high), max(high)) as most, if(what = 'length', sum(low), max(low)) as fewest,
       if(what = 'length', sum(end), max(end)) as last, max(seen) as told
     from (
       select queue, place, slot, what, max(figure) as high, min(figure) as low, argMax(figure, ms) as end, max(ms) as seen
       from (
         select coalesce(${named}, service, '') as queue, if(service != '', service, host) as place, source_id, name, attributes,
           toUnixTimestamp64Milli(at) as ms, intDiv(ms, ${QUEUE_PIECE}) * ${QUEUE_PIECE} as slot,
           if(name in {lengths:Array(String)}, 'length', 'age') as what,
           if(name in {heads:Array(String)}, if(value > 0, greatest(ms / 1000 - value, 0), 0), value) as figure
         from @metric_points
         where shop_id = {shop:String} and name in {names:Array(String)} and at >= {from:DateTime64(3)} and at <= {now:DateTime64(3)}
           and kind != 'stale' and isFinite(value)
       ) group by queue, place, slot, what, source_id, name, attributes
     ) group by queue, place, slot, what order by queue, place, slot limit 100000`,
    {
      ...{ shop, from: new Date(from), now: new Date(now), lengths: [...queueLengths], heads: [...queueHeads] },
      names: [...queueLengths, ...queueAges, ...queueHeads],
    },
  );
  const groups = [...Map.groupBy(rows, ({ queue, place }) => JSON.stringify([queue, place])).values()];
  return groups.slice(0, MOST_QUEUES).map((group) => seriesOf(group, from, now));
}

function seriesOf(rows: readonly Row[], from: number, now: number): QueueSeries {
  const pieces: QueuePiece[] = [];
  for (let at = from; at <= now; at += QUEUE_PIECE) {
    const here = rows.filter(({ slot }) => Number(slot) === at);
    const length = here.find(({ what }) => what === 'length');
    const age = here.find(({ what }) => what === 'age');
    pieces.push({ at, most: length?.most ?? null, fewest: length?.fewest ?? null, last: length?.last ?? null, age: age?.most ?? null });
  }
  const [first] = rows;
  return {
    name: first?.queue === '' || first === undefined ? '–' : first.queue,
    where: first?.place ?? '',
    pieces,
    toldAt: Math.max(...rows.map(({ told }) => Number(told))),
  };
}
