import type { Severity } from '#kernel/outcome.ts';

/** What was seen of one kind in one field of one route, over a day. */
export interface SightingSum {
  readonly kind: string;
  /** Different values that stood there a few times each. */
  readonly individual: number;
  /** Different values that stood there so often that they are no person's: a test card, the shop's own mailbox. */
  readonly constant: number;
  readonly confidence: number;
}

/** How often one value may stand in one place on a day and still be somebody's. */
export const CONSTANT_FROM = 20;

interface Weight {
  readonly level: Severity;
  /** Different values from which it is told, when they are proven and when they are only likely. */
  readonly proven: number;
  readonly likely: number;
}

const NUMBER: Weight = { level: 'high', proven: 1, likely: 3 };
const WEIGHTS: Readonly<Record<string, Weight>> = {
  card: { level: 'high', proven: 1, likely: 3 },
  iban: { level: 'high', proven: 1, likely: 3 },
  password: { level: 'high', proven: 1, likely: 3 },
  'private-key': { level: 'high', proven: 1, likely: 1 },
  // A link with a token is how many shops confirm an address; many of them in a log are still keys that lie about.
  token: { level: 'medium', proven: 3, likely: 3 },
  email: { level: 'medium', proven: 5, likely: 5 },
  phone: { level: 'medium', proven: 5, likely: 5 },
};

/**
 * In what a shop answers to our own checks one other person is one too many; `proven` are those where it is known that it is not the test's
 * own, and secrets. A page may show one or two mailboxes that are somebody's contact.
 */
const IN_ANSWERS: Readonly<Record<string, Weight>> = {
  iban: { level: 'high', proven: 1, likely: 2 },
  nip: { level: 'medium', proven: 3, likely: 3 },
  token: { level: 'high', proven: 1, likely: 3 },
  'private-key': { level: 'critical', proven: 1, likely: 1 },
  email: { level: 'high', proven: 1, likely: 3 },
  phone: { level: 'high', proven: 1, likely: 5 },
};

/** A queue carries people's data by design: what it should never carry is grave, that it holds addresses in plain is worth knowing. */
const IN_QUEUES: Readonly<Record<string, Weight>> = {
  iban: { level: 'low', proven: 5, likely: 5 },
  nip: { level: 'low', proven: 5, likely: 5 },
  token: { level: 'medium', proven: 1, likely: 3 },
  email: { level: 'low', proven: 5, likely: 5 },
  phone: { level: 'low', proven: 5, likely: 5 },
};

/** Where something was seen: in what machines write down or are asked, in answers to our own checks, in messages that wait in a queue. */
export type SightingPlace = 'log' | 'answer' | 'queue';

const BY_PLACE: Readonly<Record<SightingPlace, Readonly<Record<string, Weight>>>> = { log: {}, answer: IN_ANSWERS, queue: IN_QUEUES };

/** The place that a field's name tells of. */
export function placeOfField(field: string): SightingPlace {
  return field.startsWith('answer.') ? 'answer' : field.startsWith('queue.') ? 'queue' : 'log';
}

/** How serious it is that something was seen in such a place; `null`: not worth telling. */
export function judgeSightings(sum: SightingSum, place: SightingPlace = 'log'): Severity | null {
  const weight = BY_PLACE[place][sum.kind] ?? WEIGHTS[sum.kind] ?? NUMBER;
  return sum.individual >= (sum.confidence >= 3 ? weight.proven : weight.likely) ? weight.level : null;
}
