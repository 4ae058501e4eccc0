alter table letters drop constraint letters_state_check;
alter table letters add constraint letters_state_check
  check (state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'no-address', 'told-otherwise'));
