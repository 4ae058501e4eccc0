import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { answerShape, idShape, instantShape } from '#kernel/shapes.ts';

const id = idShape('case');

/** The clock starts: deadline is awareAt plus exactly the regime's hours. */
export const caseOpened = defineEvent(
  'decide.case-opened',
  z.object({
    case: id,
    incident: idShape('inc'),
    shop: idShape('shop'),
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
    incident: idShape('inc'),
    shop: idShape('shop'),
    version: z.int(),
    register: answerShape,
    authority: answerShape,
    people: answerShape,
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
    incident: idShape('inc'),
    number: z.int(),
    kind: z.enum(['first', 'supplement', 'withdrawal']),
    authority: z.string(),
    at: instantShape,
    reference: z.string(),
    hoursAfterAware: z.int(),
    late: z.boolean(),
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
