interface ErrorRow {
  /** HTTP status when it reaches a route. */
  readonly status: number;
  /** What happened and what it means. `{name}` is filled from the error's details. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
}

/** Every error a person can meet. A code never changes its meaning; the reference page is generated from here. */
export const errorTable = {
  INPUT_INVALID: { status: 400, message: 'The input is not valid: {reason}', remedy: 'Correct the named field and send it again.' },
  NOT_FOUND: {
    status: 404,
    message: 'There is no {what} with this id here.',
    remedy: 'Check the id; it may belong to another organisation or may have been deleted.',
  },
  NOT_ALLOWED: {
    status: 403,
    message: 'This needs the permission “{permission}”, which this role does not have.',
    remedy: 'Ask an owner of the organisation for the role, or to do it.',
  },
  NOT_SIGNED_IN: { status: 401, message: 'This page needs a signed-in person.', remedy: 'Sign in, then open the page again.' },
  CONFLICT: {
    status: 409,
    message: 'Somebody changed this in the meantime: {reason}',
    remedy: 'Reload, look at the new state, and decide again.',
  },
  TOO_LARGE: { status: 413, message: '{what} is larger than the limit of {limit} bytes.', remedy: 'Send it in smaller parts.' },
  TOO_MANY: { status: 429, message: 'Too many requests; try again in {seconds} seconds.', remedy: 'Wait, then try again.' },
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
  JOURNEY_INVALID: {
    status: 400,
    message: 'This journey cannot be read: {reason}',
    remedy: 'Write it as a Playwright file that imports only @playwright/test and shopbell; docs/journeys.md shows one.',
  },
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
  TARGET_PRIVATE: {
    status: 400,
    message: 'The address {address} of {host} is private, and this target is not allowed to reach private networks.',
    remedy: 'If this is really your shop, allow private addresses for it in its settings.',
  },
  WIRE_NOT_HERE: {
    status: 501,
    message: 'This machine has no {what} that Shopbell may use.',
    remedy: 'Install it (Debian: iputils-ping), or use a check of another kind, such as port (TCP).',
  },
  PROBER_REFUSED: {
    status: 401,
    message: 'This Shopbell does not know the prober: its token was used or is too old, or its place was removed.',
    remedy: 'Make a new token under Watch, Places, and join again with it.',
  },
  SECRETS_NEEDED: {
    status: 400,
    message: 'The check would now go to {destination}; its secrets were given for another place and are not sent there.',
    remedy: 'Give the secrets again, or leave the address as it was.',
  },
  SQL_REFUSED: {
    status: 400,
    message: 'The database was not asked or refused: {reason}',
    remedy: 'Try the statement with the same user in the database’s own client. It must be one statement that only reads.',
  },
  SFTP_REFUSED: { status: 400, message: 'The SFTP server {host} refused: {reason}', remedy: 'Try the same with the program sftp.' },
  HOST_KEY_CHANGED: {
    status: 400,
    message: 'The SFTP server {host} shows another key ({shown}) than before ({expected}); nothing was said to it.',
    remedy: 'Ask whoever runs the server whether they changed its key. If so, remove the folder and add it again with the new fingerprint.',
  },
  TARGET_UNREACHABLE: {
    status: 502,
    message: '{host} could not be reached: {reason}',
    remedy: 'Check the address and that the shop is running.',
  },
  TARGET_TOO_LARGE: {
    status: 502,
    message: 'The answer of {host} is larger than {limit} bytes; the rest was not read.',
    remedy: 'Nothing to do: the result names what was not read.',
  },
  TARGET_REDIRECTS: { status: 502, message: '{host} redirects more than {limit} times.', remedy: 'Give the address that finally answers.' },
  BASELINE_INVALID: { status: 400, message: 'The baseline {path} cannot be used: {reason}', remedy: 'Mend it, or take it from git again.' },
  ADVISORIES_INVALID: { status: 400, message: 'The advisories {path} are not readable: {reason}', remedy: 'Fetch them again.' },
  SBOM_INVALID: { status: 400, message: 'The bill of materials {path} is not readable: {reason}', remedy: 'Make it anew.' },
  FILE_UNREADABLE: {
    status: 400,
    message: 'The file {path} cannot be read: {reason}',
    remedy: 'Check the path and that this user may read it.',
  },
  FILE_UNWRITABLE: {
    status: 400,
    message: 'The file {path} cannot be written: {reason}',
    remedy: 'Name a new file in a folder that this user may write to; a file that is there already is never overwritten.',
  },
  LOG_FORMAT_UNKNOWN: {
    status: 400,
    message: 'None of the first {lines} lines of {path} is in a format that is known here.',
    remedy:
      'Known are combined, common and JSON access logs, W3C extended, and those of load balancers and proxies. See docs/reference/log-formats.md.',
  },
  SYSLOG_FRAME_BAD: {
    status: 400,
    message: 'The syslog connection of {remote} was closed: {reason}.',
    remedy: 'Send with octet counting (RFC 5425) or one message a line, each beginning with its priority. See docs/engineer.md, Syslog.',
  },
  SYSLOG_SENDER_UNKNOWN: {
    status: 401,
    message: 'The syslog sender at {remote} is not known: {reason}. Fingerprint of its certificate: {fingerprint}.',
    remedy:
      'Register the fingerprint with a source of kind syslog, or let each message carry the source’s token. Its page shows the lines to paste.',
  },
  RULE_NOT_VALID: {
    status: 400,
    message: 'The rule in {file}, line {line}, is not valid: {reason}.',
    remedy: 'Mend the line. `shopbell rules check` lists every problem of a folder; docs/rules.md says what a rule may hold.',
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
  RELEASE_SAME_PERSON: {
    status: 409,
    message: 'The person who wrote a notice cannot be the one who releases it.',
    remedy: 'Ask a second person with the permission to release.',
  },
  DECISION_NEEDS_REASON: {
    status: 400,
    message: 'The decision differs from what follows from the stated facts ({duties}), and no reason was given.',
    remedy: 'Write why in at least ten characters; it is kept with the decision.',
  },
  NOTICE_UNFIT: {
    status: 409,
    message: 'The notice does not pass its checks: {reason}',
    remedy: 'Mend the named places; each check says how.',
  },
  MAIL_UNPROVEN: {
    status: 503,
    message: 'Whether {domain} really sent this mail could not be asked.',
    remedy: 'Nothing to do: its server sends it again. When it lasts, look at this machine’s name server.',
  },
  DIRECTORY_DOWN: {
    status: 502,
    message: 'The directory of the shop {shop} did not answer: {reason}. Who is behind {records} records is not known yet.',
    remedy: 'Check the address and the key of the directory in the shop’s settings; the question is asked again.',
  },
  DIRECTORY_ANSWER_INVALID: {
    status: 502,
    message: 'The directory of the shop {shop} answered in a shape that is not known here: {reason}',
    remedy: 'Compare its answer with docs/access.md, section “The directory”.',
  },
  ORDER_FILE_INVALID: {
    status: 400,
    message: 'The file {file} cannot be read as orders: {reason}',
    remedy:
      'See docs/orders.md for the columns that are understood. Lines before the place that is named may have been taken: send the mended file again whole, nothing counts twice.',
  },
  PEOPLE_FILE_INVALID: {
    status: 400,
    message: 'The list of people is not valid in line {line}: {reason}',
    remedy: 'Correct the line and import the file again; nothing of it was stored.',
  },
  SETUP_CLOSED: {
    status: 404,
    message: 'This setup link is not valid: it was used, it is too old, or another one replaced it.',
    remedy: 'If nobody has set up this Shopbell yet, start it again: it prints a new link. Otherwise sign in.',
  },
  INVITATION_CLOSED: {
    status: 404,
    message: 'This invitation is not valid: it was used, withdrawn, or is too old.',
    remedy: 'Ask an owner of the organisation for a new one.',
  },
  PASSWORD_WEAK: {
    status: 400,
    message: 'This password is too easy to guess: {reason}',
    remedy: 'Take at least 12 characters; four or five unrelated words are easy to remember.',
  },
  SIGN_IN_REFUSED: {
    status: 401,
    message: 'E-mail address, password or code is not right.',
    remedy: 'Check them and try again.',
  },
  LAST_OWNER: {
    status: 409,
    message: 'An organisation needs at least one owner.',
    remedy: 'Make somebody else an owner first.',
  },
  KEY_REFUSED: {
    status: 401,
    message: 'The API key is missing, wrong or revoked.',
    remedy: 'Send a valid key as “Authorization: Bearer …”; keys are made under Settings, API keys.',
  },
  FORM_STALE: {
    status: 403,
    message: 'This form did not come from this page, or it was open for too long. Nothing was changed.',
    remedy: 'Open the page again and send the form once more.',
  },
  DEFECT: {
    status: 500,
    message: 'Something went wrong inside Shopbell. What was asked for was not done.',
    remedy: 'Try once more. If it happens again, run ./shopbell doctor and report it with the time shown here.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;
