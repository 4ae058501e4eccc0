-- What happened to each order, and who says so: the shop, the payment provider, the ERP, the CRM, the courier. Ids, times and amounts only.
create table if not exists order_steps (
  org_id LowCardinality(String),
  shop_id LowCardinality(String),
  source_id LowCardinality(String),
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  told_by LowCardinality(String),
  step LowCardinality(String),
  order_ref String codec(ZSTD(1)),
  their_ref String codec(ZSTD(1)),
  amount Int64 codec(ZSTD(1)),
  currency LowCardinality(String),
  method LowCardinality(String),
  carrier LowCardinality(String),
  country LowCardinality(String),
  delivery LowCardinality(String),
  part LowCardinality(String),
  not_before DateTime64(3, 'UTC') codec(ZSTD(1)),
  test Bool,
  stored_at DateTime64(3, 'UTC') default now64(3) codec(Delta, ZSTD(1))
) engine = MergeTree
{partition}
order by (org_id, shop_id, at)
{retention}
settings non_replicated_deduplication_window = 10000;

create materialized view if not exists order_steps_of_events to order_steps as
select org_id, shop_id, source_id, at, received_at,
  if(JSONExtractString(attributes, 'shop.system') in ('payment', 'erp', 'crm', 'courier'), JSONExtractString(attributes, 'shop.system'), 'shop') as told_by,
  if(name = 'shop.order.shipped', 'handed-over', replaceAll(substring(name, 12), '_', '-')) as step,
  object_ref as order_ref,
  JSONExtractString(attributes, 'shop.payment.id') as their_ref,
  toInt64(round(toDecimal64OrZero(trim(both '"' from JSONExtractRaw(attributes, 'shop.amount')), 3)
    * transform(currency, ['JPY', 'KRW', 'CLP', 'VND', 'ISK', 'UGX', 'XAF', 'XOF', 'XPF', 'PYG', 'RWF', 'KMF', 'GNF', 'DJF', 'BIF', 'VUV', 'KWD', 'BHD', 'OMR', 'JOD', 'TND', 'IQD', 'LYD'],
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1000, 1000, 1000, 1000, 1000, 1000, 1000], 100))) as amount,
  upper(JSONExtractString(attributes, 'shop.currency')) as currency,
  lower(JSONExtractString(attributes, 'shop.payment.method')) as method,
  lower(JSONExtractString(attributes, 'shop.carrier')) as carrier,
  upper(JSONExtractString(attributes, 'shop.country')) as country,
  lower(JSONExtractString(attributes, 'shop.delivery.kind')) as delivery,
  lower(JSONExtractString(attributes, 'shop.delivery.part')) as part,
  parseDateTime64BestEffortOrZero(JSONExtractString(attributes, 'shop.delivery.not_before'), 3, 'UTC') as not_before,
  JSONExtractString(attributes, 'user_agent.synthetic.type') != '' as test,
  stored_at
from application_events
where startsWith(name, 'shop.order.') and object_ref != '' and object_kind = 'order'
  and name in ('shop.order.placed', 'shop.order.authorised', 'shop.order.paid', 'shop.order.payment_failed', 'shop.order.exported', 'shop.order.labelled',
    'shop.order.label_failed', 'shop.order.shipped', 'shop.order.handed_over', 'shop.order.delivered', 'shop.order.cancelled', 'shop.order.refunded',
    'shop.order.returned');
