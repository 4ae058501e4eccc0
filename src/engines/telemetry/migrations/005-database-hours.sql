-- What each client of a shop's database read of people's tables, an hour a row: small enough to compare a month at every look.
create table if not exists database_hours (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  hour DateTime('UTC'),
  user LowCardinality(String),
  account String,
  address String,
  object_kind LowCardinality(String),
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
  records SimpleAggregateFunction(sum, UInt64),
  large SimpleAggregateFunction(sum, UInt64),
  untold SimpleAggregateFunction(sum, UInt64),
  dumps SimpleAggregateFunction(sum, UInt64)
) engine = AggregatingMergeTree
order by (org_id, shop_id, hour, user, account, address, object_kind)
{retention}
settings non_replicated_deduplication_window = 10000;

create materialized view if not exists database_hours_of_events to database_hours as
select org_id, shop_id, toStartOfHour(application_events.at) as hour, JSONExtractString(attributes, 'db.user') as user, account, address, object_kind,
  max(application_events.at) as at, max(application_events.received_at) as received_at, sum(application_events.records) as records,
  sum(JSONExtractUInt(attributes, 'shop.database.large')) as large, sum(JSONExtractUInt(attributes, 'shop.database.untold')) as untold,
  sum(if(name = 'shop.database.dumped', JSONExtractUInt(attributes, 'shop.database.statements'), 0)) as dumps
from application_events
where name in ('shop.database.read', 'shop.database.dumped') and outcome != 'failure'
group by org_id, shop_id, hour, user, account, address, object_kind;
