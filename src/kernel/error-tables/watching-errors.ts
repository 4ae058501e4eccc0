import type { ErrorRow } from './error-row.ts';

/** Of looking at a shop: targets, credentials, rules, files. */
export const watchingErrors = {
  JOURNEY_INVALID: {
    status: 400,
    message: 'This journey cannot be read: {reason}',
    remedy: 'Write it as a Playwright file that imports only @playwright/test and shopbell; docs/journeys.md shows one.',
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
  ORDER_FILE_INVALID: {
    status: 400,
    message: 'The file {file} cannot be read as orders: {reason}',
    remedy:
      'See docs/orders.md for the columns that are understood. Lines before the place that is named may have been taken: send the mended file again whole, nothing counts twice.',
  },
} as const satisfies Record<string, ErrorRow>;
