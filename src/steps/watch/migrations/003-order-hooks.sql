create table watch_order_hooks (
  org_id text not null,
  hook_id text not null,
  shop_id text not null,
  provider text not null,
  token_hash text not null,
  secret text not null,
  added_at timestamptz not null,
  last_at timestamptz,
  taken integer not null default 0,
  refused integer not null default 0,
  reason text not null default '',
  primary key (org_id, hook_id)
);
create unique index watch_order_hooks_by_token on watch_order_hooks (org_id, token_hash);
