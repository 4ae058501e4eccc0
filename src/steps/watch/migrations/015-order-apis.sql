-- Feeds that ask a system over HTTP: which description, what was filled in, and how far each of its requests has come.
alter table watch_order_feeds
  add column api text,
  add column settings jsonb not null default '{}',
  add column secrets text,
  add column marks jsonb not null default '{}',
  -- Of the last answer: orders of which it told, and its latest step.
  add column told integer,
  add column newest timestamptz,
  -- The system asked for patience until then.
  add column wait_until timestamptz;
