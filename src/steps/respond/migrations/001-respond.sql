create table incidents (
  org_id text not null,
  id text not null,
  number integer not null,
  shop_id text not null,
  title text not null,
  severity text not null,
  status text not null check (status in ('open', 'acknowledged', 'contained', 'closed')),
  touches_people boolean not null,
  categories jsonb not null,
  source_kind text not null,
  source_id text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  assigned_to text,
  contained_at timestamptz,
  closed_at timestamptz,
  recovered_at timestamptz,
  primary key (org_id, id),
  unique (org_id, number)
);
create index incidents_open on incidents (org_id, shop_id) where status <> 'closed';

create table incident_sources (
  org_id text not null,
  kind text not null,
  source_id text not null,
  incident_id text not null,
  shop_id text not null,
  grouped_by text not null,
  address text,
  session text,
  severity text not null,
  distinct_records integer not null,
  touches_people boolean not null,
  is_over boolean not null default false,
  last_seen timestamptz not null,
  primary key (org_id, kind, source_id)
);
create index incident_sources_by_incident on incident_sources (org_id, incident_id);

create table contacts (
  org_id text not null,
  id text not null,
  name text not null,
  kind text not null check (kind in ('mail', 'webhook')),
  address text not null,
  secret text,
  position integer not null,
  wait_minutes integer not null,
  language text not null,
  allow_private boolean not null default false,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (org_id, id)
);

create table pages (
  org_id text not null,
  id text not null,
  incident_id text not null,
  contact_id text not null,
  reason text not null check (reason in ('opened', 'worse', 'escalated')),
  round integer not null,
  state text not null check (state in ('queued', 'sent', 'failed')),
  attempt integer not null,
  due_at timestamptz not null,
  answer_by timestamptz,
  escalated boolean not null default false,
  link_used_at timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  response text,
  primary key (org_id, id)
);
create index pages_queued on pages (due_at) where state = 'queued';
create index pages_unanswered on pages (answer_by) where answer_by is not null and not escalated;
create index pages_by_incident on pages (org_id, incident_id);
