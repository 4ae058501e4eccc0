-- Databases of shops, ERPs and couriers that are asked for orders.
create table watch_order_feeds (
  org_id text not null,
  feed_id text not null,
  shop_id text not null,
  told_by text not null,
  name text not null,
  url text not null,
  password text,
  query text not null,
  time_zone text not null,
  every_minutes integer not null check (every_minutes between 1 and 1440),
  added_at timestamptz not null,
  -- From when on the next question asks.
  since timestamptz not null,
  asked_at timestamptz,
  lease_by text,
  lease_until timestamptz,
  steps bigint not null default 0,
  rejected bigint not null default 0,
  failures integer not null default 0,
  reason text not null default '',
  primary key (org_id, feed_id)
);
create index watch_order_feeds_by_shop on watch_order_feeds (org_id, shop_id);
