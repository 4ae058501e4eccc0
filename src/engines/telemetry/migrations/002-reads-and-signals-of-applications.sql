-- Who is behind an event is told the same way as for requests, so that one selection finds both.
alter table requests add column if not exists tls LowCardinality(String);
alter table application_events add column if not exists agent LowCardinality(String);
alter table application_events add column if not exists tls LowCardinality(String);
alter table application_events add column if not exists outcome LowCardinality(String);
alter table application_events add column if not exists records UInt64 codec(ZSTD(1));
alter table application_events add column if not exists bytes UInt64 codec(ZSTD(1));
alter table application_events add column if not exists categories Array(LowCardinality(String));
alter table application_events add column if not exists object_position Nullable(Int64) codec(ZSTD(1));
alter table application_events add column if not exists object_refs Array(String) codec(ZSTD(1));
alter table application_events add column if not exists object_positions Array(Nullable(Int64)) codec(ZSTD(1));
alter table application_events add column if not exists actor UInt64 default bitAnd(multiIf(account != '', cityHash64('a', account), session != '', cityHash64('s', session), cityHash64('i', address, agent)), 9007199254740991) codec(ZSTD(1));

-- One row a record that a successful answer or an application's own event exposed: what "whose data was it" reads.
-- Ordered by actor, so that somebody's reads lie together however many other rows there are.
create table if not exists reads (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  actor UInt64 codec(ZSTD(1)),
  address String codec(ZSTD(1)),
  session String codec(ZSTD(1)),
  account String codec(ZSTD(1)),
  agent LowCardinality(String),
  tls LowCardinality(String),
  via LowCardinality(String),
  method LowCardinality(String),
  path String codec(ZSTD(1)),
  query String codec(ZSTD(1)),
  status UInt16,
  bytes UInt64 codec(ZSTD(1)),
  route LowCardinality(String),
  route_kind LowCardinality(String),
  object_kind LowCardinality(String),
  object_ref String codec(ZSTD(1)),
  object_position Nullable(Int64) codec(ZSTD(1)),
  categories Array(LowCardinality(String)),
  file_id LowCardinality(String),
  file_offset UInt64 codec(Delta, ZSTD(1)),
  stored_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  index by_at at type minmax granularity 1,
  index by_object object_ref type bloom_filter(0.01) granularity 4
) engine = MergeTree
{partition}
order by (org_id, shop_id, actor, at)
{retention}
settings non_replicated_deduplication_window = 10000, index_granularity = 8192;

insert into reads
select org_id, shop_id, source_id, at, received_at, actor, address, session, account, agent, tls, 'request', method, path, query, status, bytes,
  route, route_kind, object_kind, object_ref, object_position, categories, file_id, file_offset, stored_at
from requests
where notEmpty(categories) and object_ref != '' and status >= 200 and status < 300 and (select count() from reads) = 0;

create materialized view if not exists reads_of_requests to reads as
select org_id, shop_id, source_id, at, received_at, actor, address, session, account, agent, tls, 'request' as via, method, path, query, status, bytes,
  route, route_kind, object_kind, object_ref, object_position, categories, file_id, file_offset, stored_at
from requests
where notEmpty(categories) and object_ref != '' and status >= 200 and status < 300;

create materialized view if not exists reads_of_events to reads as
select org_id, shop_id, source_id, at, received_at, actor, address, session, account, agent, tls, 'event' as via, '' as method, name as path, '' as query,
  toUInt16(0) as status, bytes, name as route, 'event' as route_kind, object_kind, object.1 as object_ref, object.2 as object_position, categories,
  '' as file_id, toUInt64(0) as file_offset, stored_at
from application_events
array join if(notEmpty(object_refs), arrayZip(object_refs, arrayResize(object_positions, length(object_refs), null)), [(object_ref, object_position)]) as object
where name = 'shop.record.read' and outcome != 'failure' and object.1 != '';

create table if not exists spans (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  trace_id String codec(ZSTD(1)),
  span_id String codec(ZSTD(1)),
  parent_id String codec(ZSTD(1)),
  service LowCardinality(String),
  name LowCardinality(String),
  kind LowCardinality(String),
  status LowCardinality(String),
  duration_ms Nullable(Float64) codec(ZSTD(1)),
  peer LowCardinality(String),
  method LowCardinality(String),
  http_status UInt16,
  bytes_sent UInt64 codec(ZSTD(1)),
  bytes_received UInt64 codec(ZSTD(1)),
  db_system LowCardinality(String),
  attributes String codec(ZSTD(3)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  index by_stored_at stored_at type minmax granularity 1,
  index by_trace trace_id type bloom_filter(0.01) granularity 4
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;

create table if not exists metric_points (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  service LowCardinality(String),
  host LowCardinality(String),
  name LowCardinality(String),
  unit LowCardinality(String),
  kind LowCardinality(String),
  value Float64 codec(ZSTD(1)),
  count UInt64 codec(ZSTD(1)),
  attributes String codec(ZSTD(3)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  index by_stored_at stored_at type minmax granularity 1
) engine = MergeTree
{partition}
order by (org_id, shop_id, name, at)
{retention}
settings non_replicated_deduplication_window = 10000;

create table if not exists reports (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  kind LowCardinality(String),
  page String codec(ZSTD(1)),
  blocked String codec(ZSTD(1)),
  directive LowCardinality(String),
  source_file String codec(ZSTD(1)),
  line UInt32,
  disposition LowCardinality(String),
  address String codec(ZSTD(1)),
  agent LowCardinality(String),
  body String codec(ZSTD(3)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  index by_stored_at stored_at type minmax granularity 1
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;

-- Where personal data stood that should not have: the value only as a keyed hash, so that a constant can be told from many people's.
create table if not exists sightings (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  kind LowCardinality(String),
  field LowCardinality(String),
  route LowCardinality(String),
  value_hash String codec(ZSTD(1)),
  confidence UInt8,
  times UInt32,
  file_id LowCardinality(String),
  file_offset UInt64 codec(Delta, ZSTD(1)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  index by_stored_at stored_at type minmax granularity 1
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;
