import type { ErrorRow } from './error-row.ts';

/** Of the machine, its settings and its engines. */
export const machineErrors = {
  KEY_MISSING: {
    status: 500,
    message: 'A key that belongs to this data is missing: {path}.',
    remedy: 'Restore the key file from your backup. Without it sealed data cannot be read.',
  },
  KEY_WEAK: {
    status: 500,
    message: 'The master key is not 32 random bytes in base64 ({reason}).',
    remedy: 'Make one with: openssl rand -base64 32',
  },
  KEY_WRONG: {
    status: 500,
    message: 'The master key is not the one that this data was sealed with (check value {path}).',
    remedy: 'Restore the key that belongs to this data folder. Nothing was changed.',
  },
  KEY_EXPOSED: {
    status: 500,
    message: 'Other users of this machine can read the key file {path} (mode {mode}).',
    remedy: 'Run: chmod 600 {path}',
  },
  CONFIG_INVALID: {
    status: 500,
    message: 'The setting {name} is not valid: {reason}',
    remedy: 'See docs/reference/configuration.md, correct it, and start again.',
  },
  PORT_BUSY: {
    status: 500,
    message: 'The port {port} on {host} is taken by another program.',
    remedy: 'Stop that program, or choose another port with SHOPBELL_PORT.',
  },
  DATA_FOLDER_BUSY: {
    status: 500,
    message: 'The data folder {path} is held by process {pid} on {host}, started {since}.',
    remedy: 'Stop that process first, or use another folder with SHOPBELL_DATA.',
  },
  DATA_FOLDER_UNUSABLE: {
    status: 500,
    message: 'The data folder {path} cannot be used: {reason}',
    remedy: 'Make it writable for this user, or use another folder with SHOPBELL_DATA.',
  },
  DISK_LOW: {
    status: 507,
    message: 'Only {free} MB are free on the disk of {path}; at least {need} MB are needed.',
    remedy: 'Free space. Nothing was lost: intake waits and continues by itself.',
  },
  STATE_DOWN: { status: 503, message: 'PostgreSQL does not answer: {reason}', remedy: 'Run: ./shopbell doctor' },
  STATE_TOO_OLD: {
    status: 500,
    message: 'PostgreSQL {version} is too old; 15 or newer is needed.',
    remedy: 'Upgrade the server behind DATABASE_URL, or unset it to use the built-in one.',
  },
  STATE_PRIVILEGED: {
    status: 500,
    message: 'The role {role} of DATABASE_URL bypasses row-level security, so tenants would not be kept apart.',
    remedy: 'Use a role without SUPERUSER and BYPASSRLS that owns the database.',
  },
  MIGRATION_CHANGED: {
    status: 500,
    message: 'The migration {name} was applied with another content than it has now.',
    remedy: 'Install the version of Shopbell that made this data folder, or a newer one.',
  },
  TELEMETRY_DOWN: { status: 503, message: 'ClickHouse does not answer: {reason}', remedy: 'Run: ./shopbell doctor' },
  QUERY_REFUSED: {
    status: 400,
    message: 'This question was not answered: {reason}',
    remedy:
      'Ask with SELECT over @requests, @reads, @application_events, @spans, @metric_points, @reports or @sightings, and for a shorter time.',
  },
  TELEMETRY_QUERY_UNGUARDED: {
    status: 500,
    message: 'A telemetry query names the table {table} without the tenant guard.',
    remedy: 'Write @{table} instead.',
  },
  BROWSER_MISSING: { status: 503, message: 'No browser could be started: {reason}', remedy: 'Run: ./shopbell doctor' },
  MAIL_DOWN: {
    status: 503,
    message: 'The mail server did not take the message: {reason}',
    remedy: 'Check SMTP_URL. The message stays queued and is tried again.',
  },
  MAIL_REFUSED: {
    status: 502,
    message: 'The mail server refused ({stage}): {reason}',
    remedy: 'Try the same server, user and folder in a mail program. A certificate that is not trusted is refused by Shopbell itself.',
  },
  LEDGER_BROKEN: {
    status: 500,
    message: 'The ledger of {org} does not verify at entry {seq}: {reason}',
    remedy: 'Keep a copy of the data folder and compare it with your last backup.',
  },
  LEDGER_SILENT: {
    status: 500,
    message: 'The verb {verb} changed state without recording it.',
    remedy: 'This is a defect in Shopbell; please report it.',
  },
  SEAL_BROKEN: {
    status: 500,
    message: 'A sealed value could not be opened: it was changed, or it belongs to another key.',
    remedy: 'If the key file was replaced, restore the old one from your backup.',
  },
  SEAL_SHREDDED: {
    status: 410,
    message: 'This personal data was shredded when its time was over.',
    remedy: 'Nothing to do: it cannot be brought back.',
  },
  DEFECT: {
    status: 500,
    message: 'Something went wrong inside Shopbell. What was asked for was not done.',
    remedy: 'Try once more. If it happens again, run ./shopbell doctor and report it with the time shown here.',
  },
} as const satisfies Record<string, ErrorRow>;
