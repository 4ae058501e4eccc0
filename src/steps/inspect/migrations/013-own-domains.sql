-- Names that the shop's owner holds beside the shop's own: other spellings, other endings, names kept from others.
alter table inspect_settings add column own_domains text[] not null default '{}';
