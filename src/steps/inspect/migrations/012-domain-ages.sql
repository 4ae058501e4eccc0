-- When names of others were registered, as their registries said, so that a registry is not asked every night.
create table inspect_domain_ages (
  org_id text not null,
  domain text not null,
  -- null: the registry did not tell.
  registered_at timestamptz,
  -- When the certificate of the host began that was seen when nothing else was known; null: none was seen.
  certificate_at timestamptz,
  checked_at timestamptz not null,
  primary key (org_id, domain)
);
