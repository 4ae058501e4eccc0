-- Whom a shop's applications call, a day in a row: small enough to compare a month at every look. The engine fills it itself.
create table if not exists outbound (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  day Date,
  service LowCardinality(String),
  peer LowCardinality(String),
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  first SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  calls SimpleAggregateFunction(sum, UInt64),
  sent SimpleAggregateFunction(sum, UInt64),
  received SimpleAggregateFunction(sum, UInt64)
) engine = AggregatingMergeTree
order by (org_id, shop_id, day, service, peer)
{retention}
settings non_replicated_deduplication_window = 10000;

create materialized view if not exists outbound_of_spans to outbound as
select org_id, shop_id, toDate(at) as day, service, peer, max(at) as at, max(received_at) as received_at, min(at) as first,
  count() as calls, sum(bytes_sent) as sent, sum(bytes_received) as received
from spans
where kind in ('client', 'producer') and peer != ''
group by org_id, shop_id, day, service, peer;
