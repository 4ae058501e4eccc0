-- What people say of a script, a host or a header: authorised until a day, rejected, changes trusted. What was seen is kept apart from it.
alter table inspect_scripts
  add column shape text not null default '',
  add column owner text,
  add column until timestamptz,
  add column rejected_at timestamptz,
  add column rejected_by text,
  add column trust_changes boolean not null default false,
  add column returned_at timestamptz,
  add column gone_at timestamptz;
alter table inspect_hosts
  add column party text not null default 'third',
  add column reason text,
  add column owner text,
  add column until timestamptz,
  add column rejected_at timestamptz,
  add column rejected_by text,
  add column looked boolean not null default true,
  add column visitors_first timestamptz,
  add column visitors_last timestamptz,
  add column visitors jsonb;

-- Every content that a script had. The source itself lies in the artifacts; null: it was too big or could not be read.
create table inspect_script_versions (
  org_id text not null,
  shop_id text not null,
  key text not null,
  hash text not null,
  shape text not null,
  url text not null,
  bytes integer not null,
  named jsonb,
  artifact text,
  run_id text,
  present boolean not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  authorised_at timestamptz,
  authorised_by text,
  reason text,
  primary key (org_id, shop_id, key, hash)
);
create index inspect_script_versions_by_hash on inspect_script_versions (org_id, hash);
insert into inspect_script_versions (org_id, shop_id, key, hash, shape, url, bytes, present, first_seen, last_seen, authorised_at, authorised_by, reason)
select org_id, shop_id, key, hash, '', url, bytes, present, first_seen, last_seen,
  case when authorised_hash = hash then authorised_at end, case when authorised_hash = hash then authorised_by end,
  case when authorised_hash = hash then reason end
from inspect_scripts;
insert into inspect_script_versions (org_id, shop_id, key, hash, shape, url, bytes, present, first_seen, last_seen, authorised_at, authorised_by, reason)
select org_id, shop_id, key, authorised_hash, '', url, bytes, false, first_seen, authorised_at, authorised_at, authorised_by, reason
from inspect_scripts
where authorised_hash is not null and authorised_hash <> hash;

-- Headers of the payment page on which its safety rests; an empty value: the page comes without it.
create table inspect_headers (
  org_id text not null,
  shop_id text not null,
  name text not null,
  value text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  changed_at timestamptz not null,
  authorised_value text,
  authorised_by text,
  authorised_at timestamptz,
  reason text,
  owner text,
  until timestamptz,
  primary key (org_id, shop_id, name)
);

-- Vendors whose scripts may change by themselves, by registrable domain.
create table inspect_vendors (
  org_id text not null,
  shop_id text not null,
  domain text not null,
  reason text not null,
  owner text,
  until timestamptz,
  trusted_by text not null,
  trusted_at timestamptz not null,
  primary key (org_id, shop_id, domain)
);

-- How customers' card data reaches the payment service, as the owner says: it decides which rules apply.
alter table inspect_settings
  add column pays_by text,
  add column psp_confirmed boolean not null default false;
