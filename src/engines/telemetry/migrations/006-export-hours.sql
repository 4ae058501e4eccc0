-- What each exporter took of people's data, an hour a row: small enough to compare two months at every look.
create table if not exists export_hours (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  hour DateTime('UTC'),
  account String,
  address String,
  agent LowCardinality(String),
  route LowCardinality(String),
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  first SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  bytes SimpleAggregateFunction(sum, UInt64),
  answers SimpleAggregateFunction(sum, UInt64),
  categories SimpleAggregateFunction(groupUniqArrayArray, Array(String))
) engine = AggregatingMergeTree
order by (org_id, shop_id, hour, account, address, agent, route)
{retention}
settings non_replicated_deduplication_window = 10000;

insert into export_hours
select org_id, shop_id, toStartOfHour(requests.at) as hour, account, address, agent, route, max(requests.at) as at, min(requests.at) as first,
  max(requests.received_at) as received_at, sum(requests.bytes) as bytes, count() as answers, groupUniqArrayArray(requests.categories) as categories
from requests
where route_kind = 'export' and notEmpty(requests.categories) and status >= 200 and status < 300 and requests.bytes > 0 and method != 'HEAD'
  and (select count() from export_hours) = 0
group by org_id, shop_id, hour, account, address, agent, route;

create materialized view if not exists export_hours_of_requests to export_hours as
select org_id, shop_id, toStartOfHour(requests.at) as hour, account, address, agent, route, max(requests.at) as at, min(requests.at) as first,
  max(requests.received_at) as received_at, sum(requests.bytes) as bytes, count() as answers, groupUniqArrayArray(requests.categories) as categories
from requests
where route_kind = 'export' and notEmpty(requests.categories) and status >= 200 and status < 300 and requests.bytes > 0 and method != 'HEAD'
group by org_id, shop_id, hour, account, address, agent, route;
