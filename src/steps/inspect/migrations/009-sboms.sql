-- Bills of materials that people or their builds gave, by shop and part of it. The document itself lies in the artifacts.
create table inspect_sboms (
  org_id text not null,
  sbom_id text not null,
  shop_id text not null,
  -- What it is a part of the shop's: storefront, back office …; empty: the shop as a whole.
  system text not null,
  -- The release that it is of; null: nobody said.
  release text,
  file_name text not null,
  sha256 text not null,
  given_at timestamptz not null,
  given_by text not null,
  components jsonb not null,
  artifact text not null,
  judged_at timestamptz,
  -- The report in figures, for lists.
  counts jsonb,
  report jsonb,
  primary key (org_id, sbom_id)
);
create index inspect_sboms_by_shop on inspect_sboms (org_id, shop_id, system, given_at desc);
