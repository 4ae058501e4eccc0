-- A shop's status page may have a host name of its own. Many may wish for a name, one can have proven it.
create table watch_status_hosts (
  org_id text not null,
  shop_id text not null,
  host text not null,
  set_at timestamptz not null,
  -- What was found last: proven, missing, taken (somebody else has proven it), unknown (could not be asked), waiting (not asked yet).
  state text not null check (state in ('waiting', 'proven', 'missing', 'taken', 'unknown')),
  proof text check (proof in ('txt', 'cname', 'address')),
  leads text not null check (leads in ('here', 'elsewhere', 'nowhere', 'unknown')),
  reason text not null default '',
  -- Whether the word was seen last: it stands above a proof by address.
  has_word boolean not null default false,
  checked_at timestamptz,
  proven_at timestamptz,
  missing_since timestamptz,
  primary key (org_id, shop_id)
);
create unique index watch_status_hosts_proven on watch_status_hosts (host) where proven_at is not null;
create index watch_status_hosts_by_host on watch_status_hosts (host);
