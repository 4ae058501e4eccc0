-- The tables of better-auth 1.7.6 with its twoFactor and passkey plugins, under our names, and two of our own.
create table identity_people (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table identity_sessions (
  id text primary key,
  token text not null unique,
  person_id text not null references identity_people (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  -- What was proven at the sign-in: password alone reaches nothing but the second factor's page.
  proof text not null default 'password' check (proof in ('password', 'totp', 'passkey')),
  organisation text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index identity_sessions_by_person on identity_sessions (person_id);

create table identity_accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  person_id text not null references identity_people (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index identity_accounts_by_person on identity_accounts (person_id);

create table identity_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index identity_verifications_by_identifier on identity_verifications (identifier);

create table identity_two_factors (
  id text primary key,
  person_id text not null references identity_people (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);
create index identity_two_factors_by_person on identity_two_factors (person_id);

create table identity_passkeys (
  id text primary key,
  name text,
  person_id text not null references identity_people (id) on delete cascade,
  public_key text not null,
  credential_id text not null unique,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz default now()
);
create index identity_passkeys_by_person on identity_passkeys (person_id);

-- One row an attempt that has not succeeded; the key is a keyed hash of an address or an account.
create table identity_attempts (
  key text not null,
  at timestamptz not null
);
create index identity_attempts_by_key on identity_attempts (key, at);

-- The one-time link of the first run. One row at most.
create table identity_setup (
  slot integer primary key default 1 check (slot = 1),
  hash text not null,
  made_at timestamptz not null,
  used_at timestamptz
);
