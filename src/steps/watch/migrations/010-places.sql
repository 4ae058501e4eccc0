-- Other machines that look: inside a private network, in another region.
create table watch_places (
  org_id text not null,
  place_id text not null,
  name text not null,
  -- The one-time token by which a prober joins; then its key, each only as a hash.
  join_hash text,
  join_until timestamptz,
  key_hash text,
  -- Whether it is asked before something is called down that is looked at from here.
  confirms boolean not null,
  added_at timestamptz not null,
  seen_at timestamptz,
  -- Looks that its prober had to throw away while it was cut off.
  lost bigint not null default 0,
  removed_at timestamptz,
  primary key (org_id, place_id)
);
create unique index watch_places_by_name on watch_places (org_id, name) where removed_at is null;
-- Questions to a place: is this down from there too?
create table watch_place_asks (
  org_id text not null,
  ask_id text not null,
  place_id text not null,
  check_id text not null,
  asked_at timestamptz not null,
  saw text,
  reason text,
  primary key (org_id, ask_id)
);
create index watch_place_asks_open on watch_place_asks (org_id, place_id) where saw is null;
alter table watch_checks add column place_id text;
