-- Of which shop a record and a person are: each shop has a directory of its own and may have another controller. Two shops may call different
-- records by the same id. What was looked up before this is the case's own shop's.
alter table case_records add column shop_id text not null default '';
update case_records r set shop_id = coalesce(c.shop_id, '') from cases c where c.org_id = r.org_id and c.id = r.case_id;
alter table case_records drop constraint case_records_pkey;
alter table case_records add primary key (org_id, case_id, shop_id, kind, ref);
alter table case_people add column shop_id text not null default '';
update case_people p set shop_id = coalesce(c.shop_id, '') from cases c where c.org_id = p.org_id and c.id = p.case_id;
create index case_people_shop on case_people (org_id, case_id, shop_id);
