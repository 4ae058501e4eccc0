-- A Playwright file that leads to the payment page; null: it is found as customers find it.
alter table inspect_settings add column journey text;
