import type { ErrorRow } from './error-row.ts';

/** Of cases, notices and the people behind records. */
export const decidingErrors = {
  RELEASE_SAME_PERSON: {
    status: 409,
    message: 'Whoever wrote or decided it cannot be the one who releases it.',
    remedy: 'Ask a second person who may release it.',
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
  PEOPLE_FILE_INVALID: {
    status: 400,
    message: 'The list of people is not valid in line {line}: {reason}',
    remedy: 'Correct the line and import the file again; nothing of it was stored.',
  },
} as const satisfies Record<string, ErrorRow>;
