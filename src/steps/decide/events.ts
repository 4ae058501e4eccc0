import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { answerShape, idShape, instantShape } from '#kernel/shapes.ts';

const id = idShape('case');

/** How a case began: by itself with an incident, or by a person's hand. */
export const caseKinds = ['incident', 'lost-device', 'wrong-recipient', 'tip', 'processor-notice', 'other'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** The clock starts: deadline is awareAt plus exactly the regime's hours. A case opened by hand has no incident, and may have no shop. */
export const caseOpened = defineEvent(
  'decide.case-opened',
  z.object({
    case: id,
    incident: idShape('inc').nullable(),
    shop: idShape('shop').nullable(),
    kind: z.enum(caseKinds).optional(),
    number: z.string(),
    awareAt: instantShape,
    deadline: instantShape,
    regime: z.string(),
  }),
);
export const factsStated = defineEvent('decide.facts-stated', z.object({ case: id, version: z.int(), changed: z.array(z.string()) }));
/** References of records were opened to ask the shop who is behind them. */
export const peopleLookedUp = defineEvent(
  'decide.people-looked-up',
  z.object({ case: id, purpose: z.literal('find-affected'), records: z.int(), people: z.int() }),
);
export const severityAssessed = defineEvent(
  'decide.severity-assessed',
  z.object({
    case: id,
    version: z.int(),
    score: z.number().nullable(),
    band: z.enum(['low', 'medium', 'high', 'very-high', 'unknown']),
    people: z.object({ atLeast: z.int(), atMost: z.int().nullable() }),
  }),
);
/** `rules` are the ids of the rules that decided, in order. `open` names what is still to be answered. */
export const decisionMade = defineEvent(
  'decide.decision-made',
  z.object({
    case: id,
    incident: idShape('inc').nullable(),
    shop: idShape('shop').nullable(),
    version: z.int(),
    register: answerShape,
    authority: answerShape,
    people: answerShape,
    /** Duties of laws other than the one the three answers are of. */
    others: z.record(z.string(), z.enum(['yes', 'no'])).optional(),
    reasons: z.array(z.object({ rule: z.string(), text: z.string() })),
    open: z.array(z.string()),
    decidedBy: z.string(),
  }),
);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** `seq` and `hash` are the entry's link in the register's chain; events from before it had one do not name them. */
export const registerWritten = defineEvent(
  'decide.register-written',
  z.object({ case: id, entry: idShape('reg'), number: z.string(), seq: z.int().optional(), hash: hash.optional() }),
);
/** Entries that were written before the register had a chain are linked: `seq` and `hash` are the last link's. */
export const registerChained = defineEvent('decide.register-chained', z.object({ entries: z.int(), seq: z.int(), hash }));
/** The time of a case's entries is over: what they said is gone, their links stay. */
export const registerEnded = defineEvent(
  'decide.register-ended',
  z.object({ case: id, number: z.string(), entries: z.int(), hashes: z.array(hash) }),
);
const rules = { keepMonths: z.int(), readers: z.enum(['everybody', 'privacy']) };
export const registerRulesSet = defineEvent('decide.register-rules-set', z.object({ ...rules, before: z.object(rules) }));
export const caseClosed = defineEvent('decide.case-closed', z.object({ case: id, shredAt: instantShape }));
/** The case's term is over: its key and the sealed cards and references are gone. The numbers say how many there were. */
export const caseShredded = defineEvent('decide.case-shredded', z.object({ case: id, people: z.int(), records: z.int() }));
/** A person noted that the authority was told, or told more. Shopbell sends nothing to authorities itself. */
export const filingNoted = defineEvent(
  'decide.filing-noted',
  z.object({
    case: id,
    incident: idShape('inc').nullable(),
    number: z.int(),
    kind: z.enum(['first', 'supplement', 'withdrawal']),
    authority: z.string(),
    at: instantShape,
    reference: z.string(),
    hoursAfterAware: z.int(),
    late: z.boolean(),
  }),
);
/** A case that was opened by hand is about this incident. `continuedIn` names the case that the incident had opened itself, if the matter goes on there. */
export const incidentAttached = defineEvent(
  'decide.incident-attached',
  z.object({ case: id, incident: idShape('inc'), continuedIn: id.nullable() }),
);
/** A person said since when the organisation is aware; the deadlines that begin there moved with it. */
export const awarenessStated = defineEvent(
  'decide.awareness-stated',
  z.object({
    case: id,
    number: z.int(),
    before: instantShape,
    awareAt: instantShape,
    deadline: instantShape,
    reason: z.string(),
    evidence: z.string(),
  }),
);
/** One deadline of a duty began, moved, was met, was missed or is due no more. */
export const clockChanged = defineEvent(
  'decide.clock-changed',
  z.object({
    case: id,
    duty: z.string(),
    regime: z.string(),
    stage: z.string(),
    state: z.enum(['running', 'met', 'late', 'dropped']),
    dueAt: instantShape,
    before: z.object({ state: z.string(), dueAt: instantShape }).nullable(),
    because: z.string(),
  }),
);
/**
 * A share of a term has passed, or all of it: Respond pages whoever is on call. `overtaken` is a reminder that fell due together with a later
 * one of the same clock, while nothing ran: it is written down and wakes nobody. `missing` are the facts that are not known.
 */
export const clockReminded = defineEvent(
  'decide.clock-reminded',
  z.object({
    case: id,
    incident: idShape('inc').nullable(),
    shop: idShape('shop').nullable(),
    number: z.string(),
    title: z.string(),
    duty: z.string(),
    regime: z.string(),
    stage: z.string(),
    to: z.string(),
    answer: answerShape,
    share: z.int(),
    anchorAt: instantShape,
    dueAt: instantShape,
    overtaken: z.boolean(),
    missing: z.array(z.string()),
  }),
);
/** What the organisation says of itself to authorities was changed; `changed` names fields, never their content. */
export const profileSaved = defineEvent('decide.profile-saved', z.object({ changed: z.array(z.string()) }));
/** A person prepared the notification of a case: which fields, never what stands in them. */
export const notificationPrepared = defineEvent(
  'decide.notification-prepared',
  z.object({
    case: id,
    fields: z.array(z.string()),
    phase: z.enum(['incomplete', 'complete', 'withdraw']),
    authority: z.string().nullable(),
  }),
);
/** A person recorded what was submitted; the snapshot with this SHA-256 is kept. `number` is that of the filing. Shopbell sends nothing. */
export const notificationSubmitted = defineEvent(
  'decide.notification-submitted',
  z.object({
    case: id,
    number: z.int(),
    phase: z.enum(['incomplete', 'complete', 'withdraw']),
    authority: z.string().nullable(),
    channel: z.string(),
    sha256: z.string().length(64),
    missing: z.array(z.string()),
  }),
);
const advised = z.enum(['yes', 'no']).nullable();
/** The data protection officer's advice was noted; the text stays with the case. */
export const adviceNoted = defineEvent(
  'decide.advice-noted',
  z.object({
    case: id,
    number: z.int(),
    askedAt: instantShape,
    givenAt: instantShape,
    register: advised,
    authority: advised,
    people: advised,
  }),
);
/** Another person does not agree with a decision; the reason stays with the case. */
export const dissentNoted = defineEvent('decide.dissent-noted', z.object({ case: id, decision: z.int(), number: z.int() }));
/** A second person released the memo of a decision: `hash` is of its frozen content. */
export const memoReleased = defineEvent(
  'decide.memo-released',
  z.object({ case: id, number: z.int(), decision: z.int(), hash, decidedBy: z.string(), releasedBy: z.string() }),
);
/** Whose data a shop's is was stated: name and contact stay with the shop. */
export const controllerStated = defineEvent(
  'decide.controller-stated',
  z.object({ shop: idShape('shop'), language: z.enum(['en', 'pl', 'de', 'ja']) }),
);
/** Who else is responsible in a case was stated, or taken back: a controller whose data is processed, or a joint controller. No name. */
export const partyStated = defineEvent(
  'decide.party-stated',
  z.object({
    case: id,
    party: z.int(),
    version: z.int(),
    kind: z.enum(['controller', 'joint']),
    reports: z.enum(['yes', 'no', 'unknown']),
    withdrawn: z.boolean(),
  }),
);
/** A processor told a controller (Art. 33(2)): `hash` is of the notice that is kept. */
export const controllerTold = defineEvent(
  'decide.controller-told',
  z.object({ case: id, number: z.int(), sentAt: instantShape, hash, shops: z.array(idShape('shop')) }),
);
/** A case's evidence was sealed in a file; `people` is how many people's data are in it, in the clear, and `purpose` why; null: nobody's. */
export const evidenceExported = defineEvent(
  'decide.evidence-exported',
  z.object({ case: id, sha256: hash, files: z.int(), people: z.int(), purpose: z.string().nullable() }),
);
