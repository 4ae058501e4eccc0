-- What grew but spoke up a moment ago: `[{"known": signal, "finding": …}]`, to be said when its pause is over. Looking goes on meanwhile.
alter table detect_passes add column owing jsonb not null default '[]';
