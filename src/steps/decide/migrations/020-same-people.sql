-- A customer of two shops is one person: the keyed hash of name and mail address together, so that people are counted once. Where there is
-- none, everybody counts alone; a family behind one mail address stays several people.
alter table case_people add column same_as text not null default '';
update case_people set same_as = id;
create index case_people_same on case_people (org_id, case_id, same_as);
