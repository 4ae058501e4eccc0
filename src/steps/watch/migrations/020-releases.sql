-- Releases that somebody told of, so that they stand where charts show what changed.
create table watch_releases (
  org_id text not null,
  release_id text not null,
  shop_id text not null,
  version text not null,
  released_at timestamptz not null,
  -- Where more about it can be read; NULL: nobody said.
  link text,
  primary key (org_id, release_id)
);
create index watch_releases_latest on watch_releases (org_id, shop_id, released_at desc);
