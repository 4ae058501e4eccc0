alter table spans add column if not exists far LowCardinality(String) default '';
alter table spans add column if not exists far_kind LowCardinality(String) default '';
alter table spans add column if not exists version LowCardinality(String) default '';
alter table spans add column if not exists place LowCardinality(String) default '';
alter table spans add column if not exists criticality LowCardinality(String) default '';

-- What each service served and called, a minute a row: what pages and looks read instead of spans. The engine fills it itself.
-- `side`: `in` served, `out` called, `own` begun by itself. `durations`: how many took how long, by eighths of a power of two of milliseconds.
create table if not exists service_minutes (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  minute DateTime('UTC'),
  service LowCardinality(String),
  side LowCardinality(String),
  far LowCardinality(String),
  far_kind LowCardinality(String),
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  calls SimpleAggregateFunction(sum, UInt64),
  errors SimpleAggregateFunction(sum, UInt64),
  durations SimpleAggregateFunction(sumMap, Map(Int16, UInt64)),
  versions SimpleAggregateFunction(groupUniqArrayArray, Array(String)),
  places SimpleAggregateFunction(groupUniqArrayArray, Array(String)),
  criticality SimpleAggregateFunction(max, String)
) engine = AggregatingMergeTree
order by (org_id, shop_id, minute, service, side, far, far_kind)
{retention}
settings non_replicated_deduplication_window = 10000;

-- The same by hours, for weeks.
create table if not exists service_hours (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  hour DateTime('UTC'),
  service LowCardinality(String),
  side LowCardinality(String),
  far LowCardinality(String),
  far_kind LowCardinality(String),
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  calls SimpleAggregateFunction(sum, UInt64),
  errors SimpleAggregateFunction(sum, UInt64),
  durations SimpleAggregateFunction(sumMap, Map(Int16, UInt64)),
  versions SimpleAggregateFunction(groupUniqArrayArray, Array(String)),
  places SimpleAggregateFunction(groupUniqArrayArray, Array(String)),
  criticality SimpleAggregateFunction(max, String)
) engine = AggregatingMergeTree
order by (org_id, shop_id, hour, service, side, far, far_kind)
{retention}
settings non_replicated_deduplication_window = 10000;

create materialized view if not exists service_hours_of_minutes to service_hours as
select org_id, shop_id, toStartOfHour(minute) as hour, service, side, far, far_kind, max(service_minutes.at) as at,
  max(service_minutes.received_at) as received_at, sum(service_minutes.calls) as calls, sum(service_minutes.errors) as errors,
  sumMap(service_minutes.durations) as durations, groupUniqArrayArray(service_minutes.versions) as versions,
  groupUniqArrayArray(service_minutes.places) as places, max(service_minutes.criticality) as criticality
from service_minutes
group by org_id, shop_id, hour, service, side, far, far_kind;

insert into service_minutes
select org_id, shop_id, toStartOfMinute(began) as minute, name, side, other, multiIf(other = '', '', db != '', 'database', kind = 'producer', 'queue', 'host') as other_kind,
  max(began) as at, max(came) as received_at, count() as calls, countIf(failed) as errors,
  sumMapIf(map(toInt16(floor(log2(greatest(ifNull(took, 0), 0.001)) * 8)), toUInt64(1)), isNotNull(took)) as durations,
  [] as versions, [] as places, '' as criticality
from (
  select org_id, shop_id, spans.at as began, spans.received_at as came, if(service = '', 'unnamed', service) as name, kind, db_system as db,
    multiIf(kind in ('server', 'consumer'), 'in', kind in ('client', 'producer'), 'out', 'own') as side,
    if(side = 'out', if(peer != '', peer, db_system), '') as other, status = 'error' or http_status >= 500 as failed, duration_ms as took
  from spans
  where (kind not in ('internal', 'unspecified') or parent_id = '') and spans.at >= now() - interval 28 day
    and (select count() from service_minutes) = 0
)
group by org_id, shop_id, minute, name, side, other, other_kind;

create materialized view if not exists service_minutes_of_spans to service_minutes as
select org_id, shop_id, toStartOfMinute(spans.at) as minute, if(spans.service = '', 'unnamed', spans.service) as service,
  multiIf(kind in ('server', 'consumer'), 'in', kind in ('client', 'producer'), 'out', 'own') as side, spans.far as far, spans.far_kind as far_kind,
  max(spans.at) as at, max(spans.received_at) as received_at, count() as calls, countIf(status = 'error' or http_status >= 500) as errors,
  sumMapIf(map(toInt16(floor(log2(greatest(ifNull(duration_ms, 0), 0.001)) * 8)), toUInt64(1)), isNotNull(duration_ms)) as durations,
  groupUniqArrayIf(10)(toString(spans.version), spans.version != '') as versions,
  groupUniqArrayIf(20)(toString(spans.place), spans.place != '') as places, max(toString(spans.criticality)) as criticality
from spans
where kind not in ('internal', 'unspecified') or parent_id = ''
group by org_id, shop_id, minute, service, side, far, far_kind;
