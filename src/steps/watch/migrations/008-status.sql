create table watch_status_pages (
  org_id text not null,
  shop_id text not null,
  slug text not null,
  language text not null,
  published boolean not null,
  use_orders boolean not null,
  -- As of when its parts are known: whoever follows it renews this.
  seen_at timestamptz,
  primary key (org_id, shop_id)
);
create unique index watch_status_pages_by_slug on watch_status_pages (slug);

create table watch_status_checks (
  org_id text not null,
  shop_id text not null,
  part text not null,
  check_id text not null,
  primary key (org_id, shop_id, part, check_id)
);

create table watch_status_spans (
  org_id text not null,
  shop_id text not null,
  part text not null,
  state text not null check (state in ('fine', 'trouble', 'work', 'unknown')),
  begins_at timestamptz not null,
  ends_at timestamptz,
  primary key (org_id, shop_id, part, begins_at)
);
create unique index watch_status_spans_open on watch_status_spans (org_id, shop_id, part) where ends_at is null;

create table watch_status_told (
  org_id text not null,
  shop_id text not null,
  part text not null,
  state text not null check (state in ('fine', 'trouble')),
  at timestamptz not null,
  primary key (org_id, shop_id, part)
);

create table watch_status_announcements (
  org_id text not null,
  announcement_id text not null,
  shop_id text not null,
  kind text not null check (kind in ('trouble', 'work', 'news')),
  parts jsonb not null,
  titles jsonb not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, announcement_id)
);
create index watch_status_announcements_by_shop on watch_status_announcements (org_id, shop_id, begun_at);

create table watch_status_posts (
  org_id text not null,
  post_id text not null,
  announcement_id text not null,
  kind text not null check (kind in ('begin', 'update', 'end')),
  texts jsonb not null,
  at timestamptz not null,
  primary key (org_id, post_id)
);
create index watch_status_posts_by_announcement on watch_status_posts (org_id, announcement_id);

create table watch_status_subscribers (
  org_id text not null,
  subscriber_id text not null,
  shop_id text not null,
  address text not null,
  address_hash text not null,
  language text not null,
  confirm_hash text not null,
  leave_hash text not null,
  asked integer not null,
  asked_at timestamptz not null,
  expires_at timestamptz,
  confirmed_at timestamptz,
  primary key (org_id, subscriber_id),
  unique (org_id, shop_id, address_hash)
);
create index watch_status_subscribers_by_confirm on watch_status_subscribers (org_id, confirm_hash);
create index watch_status_subscribers_by_leave on watch_status_subscribers (org_id, leave_hash);
create index watch_status_subscribers_expiring on watch_status_subscribers (expires_at) where confirmed_at is null;

create table watch_status_mails (
  org_id text not null,
  subscriber_id text not null,
  about text not null,
  shop_id text not null,
  kind text not null check (kind in ('confirm', 'post', 'part')),
  parts jsonb not null default '[]',
  part_state text,
  happened_at timestamptz not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempts integer not null default 0,
  interruptions integer not null default 0,
  due_at timestamptz not null,
  leased_until timestamptz,
  queued_at timestamptz not null,
  response text,
  primary key (org_id, subscriber_id, about)
);
create index watch_status_mails_due on watch_status_mails (due_at) where state in ('queued', 'sending');
