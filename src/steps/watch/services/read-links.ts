import { MINUTE } from '#kernel/time.ts';
import type { ServicePlace } from './read-sides.ts';

/** What one service calls by the name `far` is served by `callee`. */
export interface ServiceLink {
  readonly caller: string;
  readonly far: string;
  readonly callee: string;
}

/** So many spans are read at most, about; of more only some traces are looked at, whole. */
const MOST_SPANS = 200_000;

/**
 * Which service answers behind which name, from the spans that began since `from`: a served span whose parent another service made.
 * The only question that reads spans; what it costs does not grow with what was told before.
 */
export async function readLinks({ telemetry, org, shop, now }: ServicePlace, from: number): Promise<ServiceLink[]> {
  const params = { shop, from: new Date(from), before: new Date(from - MINUTE), now: new Date(now) };
  const [row] = await telemetry.query<{ told: number }>(
    org,
    'select sum(calls) as told from @service_minutes where shop_id = {shop:String} and minute >= {before:DateTime64(3)} and minute <= {now:DateTime64(3)}',
    params,
  );
  const spans = Number(row?.told ?? 0);
  if (spans === 0) return [];
  const oneOf = Math.max(1, Math.ceil(spans / MOST_SPANS));
  return telemetry.query<ServiceLink>(
    org,
    `select asking.service as caller, asking.far as far, serving.service as callee
     from (select if(service = '', 'unnamed', service) as service, trace_id, parent_id from @spans
       where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {now:DateTime64(3)} and kind in ('server', 'consumer')
         and parent_id != '' and cityHash64(trace_id) % {oneOf:UInt32} = 0) as serving
     inner join (select if(service = '', 'unnamed', service) as service, trace_id, span_id, far from @spans
       where shop_id = {shop:String} and at >= {before:DateTime64(3)} and at <= {now:DateTime64(3)}
         and cityHash64(trace_id) % {oneOf:UInt32} = 0) as asking
     on asking.trace_id = serving.trace_id and asking.span_id = serving.parent_id
     where asking.service != serving.service
     group by caller, far, callee order by count() desc limit 500`,
    { ...params, oneOf },
  );
}
