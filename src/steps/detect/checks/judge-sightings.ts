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

/** How serious it is that something was seen; `null`: not worth telling. */
export function judgeSightings(sum: SightingSum): Severity | null {
  const weight = WEIGHTS[sum.kind] ?? NUMBER;
  return sum.individual >= (sum.confidence >= 3 ? weight.proven : weight.likely) ? weight.level : null;
}
