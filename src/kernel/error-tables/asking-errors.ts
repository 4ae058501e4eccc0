import type { ErrorRow } from './error-row.ts';

/** Of what people and programs ask: wrong input, rights, signing in. */
export const askingErrors = {
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
} as const satisfies Record<string, ErrorRow>;
