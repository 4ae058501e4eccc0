-- On what kind of device an order was placed: a class, never the text that a browser says of itself. A country is two letters, and nothing else.
alter table order_steps add column if not exists device LowCardinality(String) default '' after country;
alter table order_steps_of_events modify query
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
  extract(upper(JSONExtractString(attributes, 'shop.country')), '^[A-Z]{2}$') as country,
  multiIf(
    lower(JSONExtractString(attributes, 'shop.device')) in ('mobile', 'tablet', 'desktop', 'other'), lower(JSONExtractString(attributes, 'shop.device')),
    name != 'shop.order.placed' or agent = '' or told_by != 'shop', '',
    multiSearchAnyCaseInsensitive(agent, ['ipad', 'tablet', 'kindle', 'silk/', 'playbook']), 'tablet',
    multiSearchAnyCaseInsensitive(agent, ['iphone', 'ipod', 'mobi', 'windows phone', 'opera mini']), 'mobile',
    positionCaseInsensitive(agent, 'android') > 0, 'tablet',
    multiSearchAnyCaseInsensitive(agent, ['windows nt', 'macintosh', 'x11', 'cros']), 'desktop',
    'other') as device,
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
