-- Feeds that read files from a folder of an SFTP server: where it is, which files were read how far, and the server's key.
alter table watch_order_feeds
  add column folder jsonb,
  add column files jsonb not null default '{}',
  -- Pinned when it was first shown, or given.
  add column host_key text;
