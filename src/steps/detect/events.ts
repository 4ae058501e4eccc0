import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { categoryShape, idShape, instantShape, severityShape } from '#kernel/shapes.ts';

/** Who did it, as far as the telemetry tells: never a personal name. */
export const actorShape = z.object({
  address: z.string().optional(),
  /** Sealed or hashed session or account reference. */
  session: z.string().optional(),
  agent: z.string().optional(),
  addresses: z.int().optional(),
  /** Sealed reference of an account of staff or a program. */
  account: z.string().optional(),
});

export const signalShape = z.object({
  signal: idShape('sig'),
  shop: idShape('shop'),
  rule: z.string(),
  title: z.string(),
  level: severityShape,
  actor: actorShape,
  firstSeen: instantShape,
  lastSeen: instantShape,
  count: z.int(),
  /** Whether the attack got what it wanted, as far as the answers tell. */
  succeeded: z.enum(['yes', 'no', 'unknown']),
  /** Kinds of records touched, with the number of distinct ones. Empty when no personal data is involved. */
  touched: z.array(z.object({ kind: z.string(), distinct: z.int() })),
  categories: z.array(categoryShape),
});

export const signalRaised = defineEvent('detect.signal-raised', signalShape);
/** The same signal, later: the numbers replace the ones before. */
export const signalGrew = defineEvent('detect.signal-grew', signalShape);
/** What a person says about a signal: it was real, a false alarm, or normal for this shop. */
export const feedbackGiven = defineEvent(
  'detect.feedback-given',
  z.object({ signal: idShape('sig'), rule: z.string(), feedback: z.enum(['real', 'false', 'normal']) }),
);

/** Somebody added a Sigma rule, correlation or filter to a shop's own, or changed one. */
export const ruleSaved = defineEvent('detect.rule-saved', z.object({ rule: idShape('rule'), shop: idShape('shop'), title: z.string() }));
/** In `shadow` a rule is only tried, `on` it raises signals, `off` it rests. */
export const ruleStateSet = defineEvent(
  'detect.rule-state-set',
  z.object({ rule: idShape('rule'), shop: idShape('shop'), state: z.enum(['shadow', 'on', 'off']) }),
);
/** What a placeholder in a shop's rules stands for was told; the items stay with the shop. */
export const listSaved = defineEvent('detect.list-saved', z.object({ shop: idShape('shop'), name: z.string(), items: z.int() }));

/** Made-up customers were made, one for each place; who they are stays sealed. */
export const honeysMade = defineEvent(
  'detect.honeys-made',
  z.object({ shop: idShape('shop'), honeys: z.array(z.object({ honey: idShape('honey'), place: z.string() })) }),
);
/** A made-up customer stands in its place now, or its numbers there were told: from here on its use rings. */
export const honeyPlaced = defineEvent(
  'detect.honey-placed',
  z.object({ shop: idShape('shop'), honey: idShape('honey'), place: z.string() }),
);
/** A made-up customer is watched no longer. */
export const honeyRetired = defineEvent('detect.honey-retired', z.object({ shop: idShape('shop'), honey: idShape('honey') }));
/** A made-up customer stood in a text that somebody found outside. */
export const honeyFound = defineEvent(
  'detect.honey-found',
  z.object({ shop: idShape('shop'), honeys: z.array(idShape('honey')), where: z.string() }),
);
/** Mail came for a made-up customer. `claimed` is the sender's domain as the mail says it; `proven` the domain that signed it or may send for it. */
export const honeyMailed = defineEvent(
  'detect.honey-mailed',
  z.object({ shop: idShape('shop'), honey: idShape('honey'), claimed: z.string(), proven: z.string().nullable(), ours: z.boolean() }),
);
/** The owner gave a shop's access that may write, for honey customers alone. Its keys are nowhere but sealed. */
export const writerConnected = defineEvent('detect.writer-connected', z.object({ shop: idShape('shop'), api: z.string() }));
/** That access was forgotten. */
export const writerDisconnected = defineEvent('detect.writer-disconnected', z.object({ shop: idShape('shop') }));
/** Shopbell begins to put a made-up customer into a shop through its interface, or to take it out. */
export const copyBegun = defineEvent(
  'detect.copy-begun',
  z.object({ shop: idShape('shop'), honey: idShape('honey'), api: z.string(), what: z.enum(['put', 'remove']) }),
);
export const copyStates = ['placed', 'half', 'failed', 'removed', 'left'] as const;
export type CopyState = (typeof copyStates)[number];
/** What was done of it, and what failed. `half`: the customer stands there, and not all of the rest. `left`: it could not be taken out. */
export const copyEnded = defineEvent(
  'detect.copy-ended',
  z.object({
    shop: idShape('shop'),
    honey: idShape('honey'),
    what: z.enum(['put', 'remove']),
    state: z.enum(copyStates),
    done: z.array(z.string()),
    reason: z.string(),
  }),
);
/** Somebody asked whether one person's data was touched, and why. Whom they asked about is not written down. */
export const personLookedUp = defineEvent(
  'detect.person-looked-up',
  z.object({
    /** `null`: of reads that no signal tells of. */
    signal: idShape('sig').nullable(),
    answer: z.enum(['touched', 'not-found', 'cannot-exclude']),
    records: z.int(),
    purpose: z.string(),
  }),
);
/** Somebody had the directory asked who is behind touched records, to count the people, and why. Only numbers came back. */
export const peopleCounted = defineEvent(
  'detect.people-counted',
  z.object({ signal: idShape('sig').nullable(), records: z.int(), people: z.int(), purpose: z.string() }),
);
/** Somebody opened the list of accounts that a campaign of tried passwords got into, and why. */
export const enteredListOpened = defineEvent(
  'detect.entered-list-opened',
  z.object({ signal: idShape('sig'), accounts: z.int(), purpose: z.string() }),
);
/** Somebody opened who is behind touched records, one line a person by the shop's own customer number, and why. */
export const affectedListOpened = defineEvent(
  'detect.affected-list-opened',
  z.object({ signal: idShape('sig').nullable(), people: z.int(), unknown: z.int(), purpose: z.string() }),
);
/** Somebody opened a list of touched records that had left the house sealed, and why. */
export const sealedListOpened = defineEvent('detect.sealed-list-opened', z.object({ records: z.int(), purpose: z.string() }));
