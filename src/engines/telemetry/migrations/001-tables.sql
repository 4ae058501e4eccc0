-- `actor` tells who is behind a request, as well as the telemetry tells: an account, else a session, else address and agent.
-- 53 bits, so that JavaScript holds it exactly. `stored_at` is the engine's own clock: passes read on from it, however late a line came.
create table if not exists requests (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  address String codec(ZSTD(1)),
  session String codec(ZSTD(1)),
  account String codec(ZSTD(1)),
  agent LowCardinality(String),
  method LowCardinality(String),
  host LowCardinality(String),
  path String codec(ZSTD(1)),
  query String codec(ZSTD(1)),
  status UInt16,
  bytes UInt64 codec(ZSTD(1)),
  referrer String codec(ZSTD(1)),
  duration_ms Nullable(Float64) codec(ZSTD(1)),
  route LowCardinality(String),
  route_kind LowCardinality(String),
  object_kind LowCardinality(String),
  object_ref String codec(ZSTD(1)),
  object_position Nullable(Int64) codec(ZSTD(1)),
  categories Array(LowCardinality(String)),
  auth LowCardinality(String),
  tried String codec(ZSTD(1)),
  file_id LowCardinality(String),
  file_offset UInt64 codec(Delta, ZSTD(1)),
  actor UInt64 default bitAnd(multiIf(account != '', cityHash64('a', account), session != '', cityHash64('s', session), cityHash64('i', address, agent)), 9007199254740991) codec(ZSTD(1)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  index by_stored_at stored_at type minmax granularity 1,
  index by_actor actor type bloom_filter(0.01) granularity 4,
  index by_object object_ref type bloom_filter(0.01) granularity 4
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000, index_granularity = 8192;

create table if not exists measurements (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  check_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1)),
  state LowCardinality(String),
  ms Nullable(Float64),
  phases String codec(ZSTD(1)),
  reason String codec(ZSTD(1))
) engine = MergeTree
{partition}
order by (org_id, shop_id, check_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;

create table if not exists application_events (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  name LowCardinality(String),
  severity LowCardinality(String),
  service LowCardinality(String),
  trace_id String codec(ZSTD(1)),
  address String codec(ZSTD(1)),
  session String codec(ZSTD(1)),
  account String codec(ZSTD(1)),
  object_kind LowCardinality(String),
  object_ref String codec(ZSTD(1)),
  attributes String codec(ZSTD(3)),
  body String codec(ZSTD(3)),
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1))
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;
