-- Of which groups that matter legally nobody could tell whether the person belongs. Of people found before it was asked: of none.
alter table case_people add column untold jsonb not null default '["protected-address","minor","health-inferring-goods","special-category-goods"]';
