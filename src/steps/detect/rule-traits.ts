export const ruleNames = [
  'honey-customer',
  'enumeration',
  'dump-taken',
  'database-read',
  'bulk-export',
  'stuffing',
  'personal-data',
  'admin-chain',
  'exfiltration',
  'card-testing',
  'impossible-travel',
  'new-admin-device',
  'own-rule',
  'known-attack',
  'probing',
] as const;
export type RuleName = (typeof ruleNames)[number];

/** What is true of a rule's findings without looking at one. */
export interface RuleTraits {
  /** How sure a finding is: 1 a hint, 2 likely, 3 proof. */
  readonly confidence: 1 | 2 | 3;
  /** How easily somebody can make it look as if somebody else did it: 0 not at all … 3 at will. */
  readonly spoofable: 0 | 1 | 2 | 3;
  /**
   * What makes two findings one signal, within the cool-down: `people`: somebody in common. `subject`: the same subject.
   * `subject-and-day`: the same subject on the same day. `address-and-day`: the same subject, address and day.
   */
  readonly joins: 'people' | 'subject' | 'subject-and-day' | 'address-and-day';
  /** What makes a known signal grow when its people come back without crossing a threshold again. */
  readonly follows: 'reads' | 'sign-ins' | null;
}

export const ruleTraits: Readonly<Record<RuleName, RuleTraits>> = {
  'honey-customer': { confidence: 3, spoofable: 0, joins: 'subject-and-day', follows: null },
  enumeration: { confidence: 3, spoofable: 1, joins: 'people', follows: 'reads' },
  'dump-taken': { confidence: 3, spoofable: 0, joins: 'people', follows: null },
  'database-read': { confidence: 2, spoofable: 0, joins: 'people', follows: null },
  'bulk-export': { confidence: 2, spoofable: 1, joins: 'people', follows: null },
  stuffing: { confidence: 3, spoofable: 1, joins: 'people', follows: 'sign-ins' },
  'personal-data': { confidence: 2, spoofable: 2, joins: 'address-and-day', follows: null },
  'admin-chain': { confidence: 3, spoofable: 0, joins: 'people', follows: null },
  exfiltration: { confidence: 2, spoofable: 0, joins: 'subject-and-day', follows: null },
  'card-testing': { confidence: 2, spoofable: 1, joins: 'people', follows: null },
  'impossible-travel': { confidence: 1, spoofable: 1, joins: 'people', follows: null },
  'new-admin-device': { confidence: 1, spoofable: 1, joins: 'people', follows: null },
  'own-rule': { confidence: 2, spoofable: 2, joins: 'address-and-day', follows: null },
  'known-attack': { confidence: 2, spoofable: 2, joins: 'address-and-day', follows: null },
  probing: { confidence: 1, spoofable: 2, joins: 'people', follows: null },
};

/** How far one finding may be trusted: what its rule says, and for personal data where it stood. */
export function trustOf(rule: RuleName, facts: Readonly<Record<string, string | number>>): Pick<RuleTraits, 'confidence' | 'spoofable'> {
  const { confidence, spoofable } = ruleTraits[rule];
  // What was learned of a route is less sure than what the data map says.
  if (rule === 'enumeration' && facts.learned !== undefined) return { confidence: facts.learned === 'unknown' ? 1 : 2, spoofable };
  if (rule !== 'personal-data') return { confidence, spoofable };
  // We were given an answer ourselves, and read a queue ourselves; into a log anybody can have something written.
  if (facts.where === 'answer') return { confidence: 3, spoofable: 0 };
  return facts.where === 'queue' ? { confidence: 3, spoofable: 1 } : { confidence, spoofable };
}

/**
 * How much a finding can be relied on, 0 to 100, in one number that findings of one level are ordered by: how sure it is, multiplied by how hard
 * it is to fake. 100: proof that nobody else can have made.
 */
export function relianceOn(rule: RuleName, facts: Readonly<Record<string, string | number>>): number {
  const { confidence, spoofable } = trustOf(rule, facts);
  return Math.round((100 * confidence * (4 - spoofable)) / (3 * 4));
}
