-- A case may stand without an incident, and without a shop; how it was opened is kept.
alter table cases alter column incident_id drop not null;
alter table cases alter column shop_id drop not null;
alter table cases add column kind text not null default 'incident'
  check (kind in ('incident', 'lost-device', 'wrong-recipient', 'tip', 'processor-notice', 'other'));
alter table cases add column known text not null default '';
alter table cases add column opened_by text;
-- Another case in which this one goes on, when both told of the same matter.
alter table cases add column continued_in text;
