-- What single-request rules cost, by day: how many requests had to be judged for each, how many matched, and how long that took, measured
-- by samples. `key` is the rule's own; bundled rules have rows too.
create table detect_rule_costs (
  org_id text not null,
  shop_id text not null,
  key text not null,
  day date not null,
  title text not null,
  judged bigint not null,
  matched bigint not null,
  ms double precision not null,
  -- Whether it was left out for the rest of the day.
  stopped boolean not null,
  primary key (org_id, shop_id, key, day)
);

-- The file of the folder of rules that a rule comes from; null: from the console.
alter table detect_rules add column file text;
create unique index detect_rules_by_file on detect_rules (org_id, shop_id, file) where file is not null;
