-- News also reach browsers: the address of such a subscriber is what its browser told us, sealed.
alter table watch_status_subscribers add column channel text not null default 'mail' check (channel in ('mail', 'push'));
-- The keys by which push services know an organisation; the private one is sealed.
create table watch_status_push_keys (
  org_id text not null primary key,
  public_key text not null,
  private_key text not null,
  made_at timestamptz not null
);
