-- Links by which a screen on a wall shows how the shops stand, without anybody signed in; each only as a hash.
create table watch_wall_links (
  org_id text not null,
  link_id text not null,
  name text not null,
  token_hash text not null,
  added_at timestamptz not null,
  seen_at timestamptz,
  removed_at timestamptz,
  primary key (org_id, link_id)
);
create unique index watch_wall_links_by_token on watch_wall_links (org_id, token_hash) where removed_at is null;
-- Who gets a shop's weekly report: addresses sealed as one document.
create table watch_report_settings (
  org_id text not null,
  shop_id text not null,
  recipients text not null,
  language text not null,
  primary key (org_id, shop_id)
);
-- Each week's report of a shop is sent once: the Monday on which it is due.
create table watch_reports (
  org_id text not null,
  shop_id text not null,
  week text not null,
  state text not null check (state in ('sending', 'sent')),
  sent integer not null default 0,
  lease_until timestamptz not null,
  primary key (org_id, shop_id, week)
);
