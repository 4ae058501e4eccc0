-- How full each machine and service was at most on a day, and how much was asked of it (`what` = 'calls', a minute): a row a series and day.
-- It holds no personal data, and it is kept for three years, longer than what it was made of: the next Christmas is judged by the last one.
-- `peak`: a share of 1, or a length or rate. `looks`: how often somebody looked; a day of few is not known well.
create table if not exists saturation_days (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  day DateTime('UTC'),
  service LowCardinality(String),
  host LowCardinality(String),
  what LowCardinality(String),
  part LowCardinality(String),
  peak SimpleAggregateFunction(max, Float64),
  looks SimpleAggregateFunction(sum, UInt64),
  last SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) engine = AggregatingMergeTree
order by (org_id, shop_id, what, service, host, part, day)
ttl toDateTime(received_at) + interval 1100 day
settings non_replicated_deduplication_window = 10000;
